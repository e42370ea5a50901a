using OmeFs.Core.Arrays;
using OmeFs.Core.Series;
using OmeFs.Core.Sources;

namespace OmeFs.Core.Images;

/// <summary>The images of a source of any kind, before they are put into a tree.</summary>
/// <param name="Name">The source's name in messages.</param>
/// <param name="Format">The format in words: "BigTIFF, little-endian, 12 IFDs".</param>
/// <param name="Levels">How each level of each series in <paramref name="Set"/> is shown, level 0 first.</param>
public sealed record SourceImages(
    string Name, SourceIdentity Identity, string Format, SeriesSet Set, IReadOnlyList<IReadOnlyList<LevelPlan>> Levels)
{
    /// <summary>How many files hold the pixels.</summary>
    public int Files { get; init; } = 1;

    /// <summary>The same images, with one more notice.</summary>
    public SourceImages WithNotice(string notice) => this with { Set = Set with { Notices = [.. Set.Notices, notice] } };
}
