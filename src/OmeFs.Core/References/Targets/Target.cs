namespace OmeFs.Core.References.Targets;

/// <summary>What a URL of the document leads to, judged.</summary>
/// <param name="Place">A local file's path without links, or the URL.</param>
/// <param name="Prefix">The folder, host or bucket it lies in.</param>
/// <param name="IsRefused">By policy: its prefix would have to be allowed.</param>
internal sealed record Target(TargetPlace Kind, string Place, string Prefix, bool IsRefused)
{
    /// <summary>Named by the user, so that it may be this very file, and no other.</summary>
    public bool IsChosen { get; init; }

    /// <param name="path">What has been opened in its place, as the kernel gives it.</param>
    public bool MayLieAt(string path, SourcePolicy policy) => IsChosen ? path == Place : policy.AllowsPath(path);

    /// <exception cref="OmeFsException">It cannot be read at all: why.</exception>
    public void MustBeReadable()
    {
        if (IsRefused)
            throw new OmeFsException(FaultKind.AccessRefused, $"{Place}: refused by policy; '--allow-source {Prefix}' would allow it");
        if (Kind == TargetPlace.Unnamed)
            throw new OmeFsException(FaultKind.Corrupt, "the reference's URL is null; '--target FILE' says which file that is");
        if (Kind == TargetPlace.None)
            throw new OmeFsException(FaultKind.Corrupt, $"'{Place}': the reference names no target");
        if (Kind == TargetPlace.Remote)
            throw new OmeFsException(FaultKind.Unsupported, $"{Place}: {TargetUrl.SchemeOf(Place)}:// sources cannot be read yet; give references into local files");
    }
}
