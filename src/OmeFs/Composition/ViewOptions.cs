using OmeFs.Core.Series;
using OmeFs.Core.Sources;
using OmeFs.Core.Zarr;

namespace OmeFs.Composition;

/// <summary>How a user wants a source shown.</summary>
/// <param name="Missing">What to do where other files of a set are not there.</param>
internal sealed record ViewOptions(OmeZarrLayout Layout = OmeZarrLayout.Auto, MissingFiles Missing = MissingFiles.Refuse)
{
    /// <summary>Folders that symbolic links beside a document may lead to, other than its own; URLs are for reference documents alone.</summary>
    public IReadOnlyList<string> AllowedSources { get; init; } = [];

    /// <summary>The folder in which an image was found, and not named by the user: then the image itself must be in it, or be allowed.</summary>
    public string? FoundIn { get; init; }

    /// <summary>Of images that are closed and opened again; null for one that is opened once.</summary>
    public FileStamps? Stamps { get; init; }

    /// <summary>All local folders that links may lead to, other than the document's own.</summary>
    public IEnumerable<string> AllowedFolders =>
        [.. AllowedSources.Where(prefix => !prefix.Contains("://", StringComparison.Ordinal)), .. FoundIn is null ? Array.Empty<string>() : [FoundIn]];

    /// <summary>What judges an image's own file; null if the user has named it.</summary>
    public FilePolicy? OwnPolicy => FoundIn is null ? null : FilePolicy.Within(FoundIn, AllowedFolders);
}
