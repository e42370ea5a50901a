namespace OmeFs.Core.References.Targets;

/// <summary>What a URL of the document leads to, judged.</summary>
/// <param name="Place">A local file's path without links, or the URL.</param>
/// <param name="Prefix">The folder, host or bucket it lies in.</param>
/// <param name="IsRefused">By policy: its prefix would have to be allowed.</param>
internal sealed record Target(TargetPlace Kind, string Place, string Prefix, bool IsRefused)
{
    /// <summary>Named by the user, so that it may be this very file, and no other.</summary>
    public bool IsChosen { get; init; }

    /// <summary>Why its path led nowhere when it was judged: then it is not resolved, and is judged when somebody reads from it.</summary>
    public OmeFsException? Fault { get; init; }

    /// <exception cref="OmeFsException">It cannot be read at all: why.</exception>
    public void MustBeReadable()
    {
        if (IsRefused)
            throw new OmeFsException(FaultKind.AccessRefused, $"{Place}: refused by policy; '--allow-source {Prefix}' would allow it");
        if (Kind == TargetPlace.Unnamed)
            throw new OmeFsException(FaultKind.Corrupt, "the reference's URL is null; '--target FILE' says which file that is");
        if (Kind == TargetPlace.None)
            throw new OmeFsException(
                FaultKind.Corrupt,
                Place.Length == 0 ? "the reference's value is no text, object, [url] or [url, offset, length]" : $"'{Place}': the reference names no target");
        if (Kind == TargetPlace.Remote)
            throw new OmeFsException(FaultKind.Unsupported, $"{Place}: {TargetUrl.SchemeOf(Place)}:// sources cannot be read yet; give references into local files");
    }
}
