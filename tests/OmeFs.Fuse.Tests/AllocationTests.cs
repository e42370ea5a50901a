using System.Diagnostics;
using OmeFs.Core.Arrays;
using OmeFs.Core.Tree;
using OmeFs.Core.Zarr.Model;
using OmeFs.Fuse.Transport;
using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse.Tests;

/// <summary>100,000 requests of a kind leave the managed heap as it was: no garbage, no collection that stops the readers.</summary>
public sealed class AllocationTests
{
    private const int Requests = 100_000;

    [SkippableTheory]
    [InlineData(FuseOpcode.Read)]
    [InlineData(FuseOpcode.Lookup)]
    [InlineData(FuseOpcode.Getattr)]
    [InlineData(FuseOpcode.Readdir)]
    [InlineData(FuseOpcode.Readdirplus)]
    [InlineData(FuseOpcode.Statfs)]
    [InlineData(FuseOpcode.Open)]
    [InlineData(FuseOpcode.Forget)]
    public void Nothing_is_allocated_per_request(FuseOpcode opcode)
    {
        Skip.If(
            IsUnoptimized(typeof(FuseDispatcher)) || IsUnoptimized(typeof(VirtualTree)),
            "a debug build makes an object of every async call; run with -c Release");
        using var rig = new Rig(new EmptyStore());
        var body = opcode switch
        {
            FuseOpcode.Lookup => "12\0"u8.ToArray(),
            FuseOpcode.Read => Rig.Bytes(new FuseReadIn { Size = 131072 }),
            FuseOpcode.Readdir or FuseOpcode.Readdirplus => Rig.Bytes(new FuseReadIn { Size = 4096 }),
            _ => new byte[16],
        };
        var node = opcode == FuseOpcode.Read ? new NodeId(rig.Lookup(rig.Row, "12").As<FuseEntryOut>().Nodeid) : rig.Row;
        using var received = new FuseRequest { Channel = new DeafChannel() };
        var request = Rig.Request(opcode, node, body, 2);
        request.CopyTo(received.Space);
        received.Length = request.Length;
        Dispatch(rig, received, Requests / 10);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Dispatch(rig, received, Requests);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Dispatch(Rig rig, FuseRequest received, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var pending = rig.Dispatcher.DispatchAsync(received);
            if (!pending.IsCompletedSuccessfully)
                throw new InvalidOperationException("waited where nothing has to be waited for");
        }
    }

    private static bool IsUnoptimized(Type type) =>
        type.Assembly.GetCustomAttributes(typeof(DebuggableAttribute), false) is [DebuggableAttribute { IsJITOptimizerDisabled: true }];

    /// <summary>Chunks of zeros that cost nothing to make.</summary>
    private sealed class EmptyStore : IChunkStore
    {
        public ValueTask SizesAsync(ChunkIndex first, Memory<long> sizes, CancellationToken cancellation = default)
        {
            sizes.Span.Fill(131072);
            return ValueTask.CompletedTask;
        }

        public ValueTask<int> ReadAsync(ChunkIndex chunk, long offset, Memory<byte> buffer, CancellationToken cancellation = default) =>
            ValueTask.FromResult((int)Math.Clamp(131072 - offset, 0, buffer.Length));
    }
}
