namespace OmeFs.Core.Sources;

/// <summary>A source that was opened by its address, and the folder beside it.</summary>
/// <remarks>Ownership: the caller disposes it. That closes the source and all files opened through its folder.</remarks>
/// <param name="folder">Creates the folder; called at most once, on first use.</param>
public sealed class OpenedSource(IByteSource source, Func<ISourceFolder> folder) : IDisposable
{
    private readonly Lazy<ISourceFolder> _folder = new(folder);

    public IByteSource Source => source;

    public ISourceFolder Folder => _folder.Value;

    public void Dispose()
    {
        if (_folder.IsValueCreated)
            _folder.Value.Dispose();
        source.Dispose();
    }
}
