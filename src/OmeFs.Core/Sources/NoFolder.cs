namespace OmeFs.Core.Sources;

/// <summary>The folder of a source without other files.</summary>
public sealed class NoFolder : ISourceFolder
{
    public static readonly NoFolder Instance = new();

    public ValueTask<IByteSource?> TryOpenAsync(string path, CancellationToken cancellation = default) => ValueTask.FromResult<IByteSource?>(null);

    public ValueTask<IReadOnlyList<string>> NamesAsync(string folder, int most, CancellationToken cancellation = default) =>
        ValueTask.FromResult<IReadOnlyList<string>>([]);

    public void Dispose()
    {
    }
}
