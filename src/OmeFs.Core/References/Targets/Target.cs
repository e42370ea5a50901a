namespace OmeFs.Core.References.Targets;

/// <summary>What a URL of the document leads to, judged.</summary>
/// <param name="Place">A local file's path without links, or the URL.</param>
/// <param name="Prefix">The folder, host or bucket it lies in.</param>
/// <param name="IsRefused">By policy: its prefix would have to be allowed.</param>
internal sealed record Target(TargetPlace Kind, string Place, string Prefix, bool IsRefused)
{
    /// <exception cref="OmeFsException">It cannot be read at all: why.</exception>
    public void MustBeReadable()
    {
        if (IsRefused)
            throw new OmeFsException(FaultKind.AccessRefused, $"{Place}: refused by policy; '--allow-source {Prefix}' would allow it");
        if (Kind == TargetPlace.None)
            throw new OmeFsException(FaultKind.Corrupt, $"'{Place}': the reference names no target");
        if (Kind == TargetPlace.Remote)
            throw new OmeFsException(FaultKind.Unsupported, $"{Place}: {TargetUrl.SchemeOf(Place)}:// sources cannot be read yet; give references into local files");
    }
}
