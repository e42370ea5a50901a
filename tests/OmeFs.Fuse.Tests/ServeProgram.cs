using Microsoft.Extensions.Logging;
using OmeFs.Core;
using OmeFs.Core.Arrays;
using OmeFs.Core.Tree;
using OmeFs.Core.Zarr.Model;
using OmeFs.Fuse.Mount;

namespace OmeFs.Fuse.Tests;

/// <summary>
/// The smallest daemon: serves a tree of pattern chunks until its standard input ends, "stop" unmounts, "count" prints requests.
/// Run as: dotnet OmeFs.Fuse.Tests.dll MOUNTPOINT CHUNKS SIZE READERS
/// </summary>
internal static class ServeProgram
{
    public static async Task<int> Main(string[] arguments)
    {
        try
        {
            using var mount = FuseMount.Create(new MountOptions { Mountpoint = arguments[0], SourceName = "/pattern, of chunks.tif" });
            var options = new FuseOptions { Readers = int.Parse(arguments[3]), Grace = TimeSpan.FromSeconds(2) };
            using var session = FuseSession.Start(mount, Tree(int.Parse(arguments[1]), int.Parse(arguments[2])), options, new ConsoleLogger());
            await session.Ready;
            await Console.Out.WriteLineAsync("ready");
            while (await Console.In.ReadLineAsync() is { } command && command != "stop")
                await CountAsync(session);
            session.Stop(force: false);
            await session.Completion;
            await Console.Out.WriteLineAsync("ended");
            return 0;
        }
        catch (OmeFsException refused)
        {
            await Console.Out.WriteLineAsync($"{refused.Kind}: {refused.Message}");
            return 1;
        }
    }

    public static VirtualTree Tree(int chunks, int size)
    {
        var builder = new TreeBuilder();
        builder.AddFile(NodeId.Root, ".zattrs", Rig.Attributes);
        builder.AddChunks(builder.AddFolder(NodeId.Root, "0"), new ArrayShape(1, 1, 1, 1, chunks), new BulkStore(size));
        return builder.Freeze(new NodeVersion(Rig.Modified, Rig.Generation), (long)chunks * size);
    }

    private static async Task CountAsync(FuseSession session)
    {
        var counts = session.Requests.Snapshot().Select(pair => $"{pair.Key}={pair.Value}");
        await Console.Out.WriteLineAsync($"{string.Join(' ', counts)} gcs={GC.CollectionCount(0)} allocated={GC.GetTotalAllocatedBytes()}");
    }

    /// <summary>Chunks of one size, copied out of one array: what a source in memory costs.</summary>
    private sealed class BulkStore(int size) : IChunkStore
    {
        private readonly byte[] _chunk = [.. Enumerable.Range(0, size).Select(i => PatternStore.ByteAt(0, i))];

        public ValueTask SizesAsync(ChunkIndex first, Memory<long> sizes, CancellationToken cancellation = default)
        {
            sizes.Span.Fill(_chunk.Length);
            return ValueTask.CompletedTask;
        }

        public ValueTask<int> ReadAsync(ChunkIndex chunk, long offset, Memory<byte> buffer, CancellationToken cancellation = default)
        {
            var count = (int)Math.Clamp(_chunk.Length - offset, 0, buffer.Length);
            _chunk.AsSpan((int)Math.Min(offset, _chunk.Length), count).CopyTo(buffer.Span);
            return ValueTask.FromResult(count);
        }
    }

    private sealed class ConsoleLogger : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Console.Error.WriteLine($"{logLevel}: {formatter(state, exception)} {exception}");
    }
}
