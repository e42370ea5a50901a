using System.Collections.Concurrent;
using System.Text;
using OmeFs.Core.Arrays;
using OmeFs.Core.Folders;
using OmeFs.Core.Sources.Local;
using OmeFs.Core.Tree;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Tests.Folders;

/// <summary>
/// Opens any file as a tree of "bytes" (what the file holds), "path" and "below/deep", and counts. A file that begins with "broken" is
/// none, one that begins with "away" cannot be read today, one with "huge" has more nodes than fit.
/// </summary>
internal sealed class FakeImages : IImageOpener, ISetReader
{
    private int _closed;

    public ConcurrentQueue<string> Opened { get; } = [];

    public ConcurrentQueue<string> Peeked { get; } = [];

    public int Closed => Volatile.Read(ref _closed);

    /// <summary>What files say of their sets, by name.</summary>
    public Dictionary<string, SetNames> Sets { get; } = [];

    /// <summary>What every look into a file throws: a fault of the program.</summary>
    public Exception? PeekFault { get; set; }

    /// <summary>Every read of chunk 0 of any image waits for this.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public async Task<OpenedImage> OpenAsync(string path, CancellationToken cancellation)
    {
        Opened.Enqueue(Path.GetFileName(path));
        await Task.Yield();
        using var source = FileSource.Open(path); // by any name; File of .NET opens those in UTF-8 alone
        var bytes = new byte[source.Length];
        await source.ReadAtAsync(0, bytes, cancellation);
        var text = Encoding.UTF8.GetString(bytes);
        if (text.StartsWith("broken", StringComparison.Ordinal))
            throw new OmeFsException(FaultKind.Corrupt, $"{path}: is broken");
        if (text.StartsWith("away", StringComparison.Ordinal))
            throw new OmeFsException(FaultKind.SourceFailed, $"{path}: the server is away");
        var builder = new TreeBuilder();
        builder.AddFile(NodeId.Root, "bytes", bytes);
        builder.AddFile(builder.AddFolder(NodeId.Root, "below"), "deep", bytes);
        builder.AddChunks(
            builder.AddFolder(NodeId.Root, "chunks"),
            text.StartsWith("huge", StringComparison.Ordinal) ? new ArrayShape(1, 1, 1, 100_000, 100_000) : new ArrayShape(1, 1, 1, 1, 2),
            new GatedStore(this));
        return new OpenedImage(builder.Freeze(new NodeVersion(1, 2), bytes.Length), new Closing(this));
    }

    public Task<SetNames> ReadAsync(string path, CancellationToken cancellation)
    {
        Peeked.Enqueue(Path.GetFileName(path));
        if (PeekFault is { } fault)
            throw fault;
        return Task.FromResult(Sets.GetValueOrDefault(Path.GetFileName(path), SetNames.Alone));
    }

    private sealed class Closing(FakeImages images) : IDisposable
    {
        public void Dispose() => Interlocked.Increment(ref images._closed);
    }

    private sealed class GatedStore(FakeImages images) : IChunkStore
    {
        public ValueTask SizesAsync(ChunkIndex first, Memory<long> sizes, CancellationToken cancellation = default)
        {
            sizes.Span.Fill(4);
            return ValueTask.CompletedTask;
        }

        public async ValueTask<int> ReadAsync(ChunkIndex chunk, long offset, Memory<byte> buffer, CancellationToken cancellation = default)
        {
            await images.Gate;
            buffer.Span[..4].Fill(7);
            return 4;
        }
    }
}
