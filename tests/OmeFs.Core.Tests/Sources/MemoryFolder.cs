using System.Collections.Concurrent;
using OmeFs.Core.Sources;

namespace OmeFs.Core.Tests.Sources;

/// <summary>A folder in memory which writes down what it is asked for.</summary>
internal sealed class MemoryFolder(IReadOnlyDictionary<string, byte[]> files) : ISourceFolder
{
    /// <summary>Paths that were asked for, whether there or not, and "names of X".</summary>
    public ConcurrentBag<string> Asked { get; } = [];

    public ValueTask<IByteSource?> TryOpenAsync(string path, CancellationToken cancellation = default)
    {
        Asked.Add(path);
        return ValueTask.FromResult<IByteSource?>(files.TryGetValue(path, out var bytes) ? new MemorySource(bytes, "/memory/" + path) : null);
    }

    public void Dispose()
    {
    }

    public ValueTask<IReadOnlyList<string>> NamesAsync(string folder, int most, CancellationToken cancellation = default)
    {
        Asked.Add($"names of {folder}");
        return ValueTask.FromResult<IReadOnlyList<string>>(
            [.. files.Keys.Where(path => Path.GetDirectoryName(path) == folder).Select(path => Path.GetFileName(path)).Take(most)]);
    }
}
