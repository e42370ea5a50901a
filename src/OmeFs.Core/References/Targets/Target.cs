using OmeFs.Core.Sources;

namespace OmeFs.Core.References.Targets;

/// <summary>What a URL of the document leads to, judged.</summary>
/// <param name="Location">A local file's path without links, or the URL.</param>
/// <param name="Prefix">The folder, host or bucket it lies in.</param>
/// <param name="IsRefused">By policy: its prefix would have to be allowed.</param>
internal sealed record Target(TargetKind Kind, string Location, string Prefix, bool IsRefused)
{
    /// <summary>Named by the user, so that it may be this very file, and no other.</summary>
    public bool IsChosen { get; init; }

    /// <summary>Why its path led nowhere when it was judged: then it is not resolved, and is judged when somebody reads from it.</summary>
    public OmeFsException? Fault { get; init; }

    /// <summary>Of a target that leads somewhere.</summary>
    public SourceAddress Address => Kind == TargetKind.Local ? SourceAddress.OfPath(Location) : SourceAddress.OfUrl(Location);

    /// <exception cref="OmeFsException">It leads nowhere, or is refused: why.</exception>
    public void MustBeReadable()
    {
        if (IsRefused)
            throw new OmeFsException(FaultKind.AccessRefused, $"{Location}: refused by policy; '--allow-source {Prefix}' would allow it");
        if (Kind == TargetKind.Unnamed)
            throw new OmeFsException(FaultKind.Corrupt, "the reference's URL is null; '--target FILE' says which file that is");
        if (Kind == TargetKind.None)
            throw new OmeFsException(
                FaultKind.Corrupt,
                Location.Length == 0 ? "the reference's value is no text, object, [url] or [url, offset, length]" : $"'{Location}': the reference names no target");
    }
}
