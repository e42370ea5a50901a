using OmeFs.Core.Sources;

namespace OmeFs.Core.Series.Sets;

/// <summary>What to do if files that a document names do not exist.</summary>
public enum MissingFiles
{
    /// <summary>Refuse the set, and name the files.</summary>
    Refuse,

    /// <summary>Show their planes as missing: no chunks, so clients see the fill value.</summary>
    Fill,
}

/// <summary>Where to find the other files of a set.</summary>
public sealed record SetOptions(ISourceFolder Folder, MissingFiles Missing = MissingFiles.Refuse)
{
    /// <summary>For a single file without others.</summary>
    public static readonly SetOptions Alone = new(NoFolder.Instance);
}
