namespace OmeFs.Core.Sources;

/// <summary>A source that was opened by its address, and the folder beside it.</summary>
/// <remarks>Ownership: whoever opened it disposes it, which closes the source and what was opened through its folder.</remarks>
/// <param name="folder">Makes the folder; called once, and only if somebody asks for it.</param>
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
