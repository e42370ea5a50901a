namespace OmeFs.Core.Sources.Local;

/// <summary>Opens local files.</summary>
/// <param name="policy">Judges the file itself; null for a file that the user named.</param>
/// <param name="allowed">Folders, other than a file's own, that links beside it may lead to, or <see cref="FilePolicy.Any"/>.</param>
/// <param name="stamps">The stamps of files that are closed and opened again; null if each is opened once.</param>
public sealed class LocalOpener(FilePolicy? policy, IReadOnlyList<string> allowed, FileStamps? stamps = null) : ISourceOpener
{
    /// <summary>Opens the file that the user named, and no file that it refers to.</summary>
    public static readonly LocalOpener Named = new(policy: null, []);

    public bool Opens(SourceScheme scheme) => scheme == SourceScheme.Local;

    public ValueTask<OpenedSource> OpenAsync(SourceAddress address, CancellationToken cancellation = default) => address.LocalPath is { } path
        ? ValueTask.FromResult(Open(path))
        : throw new OmeFsException(FaultKind.Bug, $"{address}: is not a path on this computer");

    /// <param name="path">Absolute.</param>
    /// <inheritdoc cref="ISourceOpener.OpenAsync"/>
    internal OpenedSource Open(string path)
    {
        var source = FileSource.Open(path, policy, stamps);
        return new OpenedSource(source, () => new FileFolder(source.Address.Folder, allowed, stamps));
    }
}
