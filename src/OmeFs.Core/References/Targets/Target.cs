using OmeFs.Core.Sources;

namespace OmeFs.Core.References.Targets;

/// <summary>The judged target of a URL of the document.</summary>
/// <param name="Location">A local file's path without links, or the URL.</param>
/// <param name="Prefix">Its folder, host or bucket.</param>
/// <param name="IsRefused">Refused by policy: the user would have to allow its prefix.</param>
internal sealed record Target(TargetKind Kind, string Location, string Prefix, bool IsRefused)
{
    /// <summary>The user has named this file, so it and no other file may be opened.</summary>
    public bool IsChosen { get; init; }

    /// <summary>Why its path could not be resolved when it was judged. It is then judged again when it is read.</summary>
    public OmeFsException? Fault { get; init; }

    /// <summary>The address, if the target has one.</summary>
    public SourceAddress Address => Kind == TargetKind.Local ? SourceAddress.OfPath(Location) : SourceAddress.OfUrl(Location);

    /// <exception cref="OmeFsException">It has no location, or is refused; the message says why.</exception>
    public void MustBeReadable()
    {
        if (IsRefused)
            throw new OmeFsException(FaultKind.AccessRefused, $"{Location}: refused by policy; '--allow-source {Prefix}' would allow it");
        if (Kind == TargetKind.Unnamed)
            throw new OmeFsException(FaultKind.Corrupt, "the reference's URL is null; '--target FILE' says which file that is");
        if (Kind == TargetKind.None)
            throw new OmeFsException(
                FaultKind.Corrupt,
                Location.Length == 0 ? "the reference's value is not a string, an object, [url] or [url, offset, length]" : $"'{Location}': the reference names no target");
    }
}
