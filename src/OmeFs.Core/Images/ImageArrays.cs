using OmeFs.Core.Arrays;
using OmeFs.Core.Display;
using OmeFs.Core.Series;

namespace OmeFs.Core.Images;

/// <summary>A series with the arrays of its levels, level 0 first.</summary>
public sealed record ImageArrays(ImageSeries Series, IReadOnlyList<VirtualArray> Levels)
{
    /// <summary>The path of the image's group below the tree's root; "" for the root itself.</summary>
    public required string Path { get; init; }

    /// <summary>The windows of the image as it is mounted, even if some levels are left out here.</summary>
    public required DisplayWindows Windows { get; init; }

    /// <summary>The path of a level's array below the tree's root: "0", or "series/0".</summary>
    public string LevelPath(int level) => Path.Length == 0 ? $"{level}" : $"{Path}/{level}";
}
