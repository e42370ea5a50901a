using OmeFs.Core.Sources;

namespace OmeFs.Core.Series.Sets;

/// <summary>What to do where files that a document names are not there.</summary>
public enum MissingFiles
{
    /// <summary>Say which, and refuse the set.</summary>
    Refuse,

    /// <summary>Show their planes as missing: no chunks, the fill value.</summary>
    Fill,
}

/// <summary>Where the other files of a set are looked for.</summary>
public sealed record SetOptions(ISourceFolder Folder, MissingFiles Missing = MissingFiles.Refuse)
{
    /// <summary>For a source that stands alone.</summary>
    public static readonly SetOptions Alone = new(NoFolder.Instance);
}
