using OmeFs.Core;
using OmeFs.Core.Arrays;
using OmeFs.Core.Tree;
using OmeFs.Core.Zarr.Model;
using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse.Tests;

/// <summary>Reader threads over a kernel in memory.</summary>
public sealed class SessionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Ready_when_INIT_is_answered_and_complete_when_the_kernel_lets_go()
    {
        var transport = new InMemoryTransport();
        using var session = Start(transport, new PatternStore(10), readers: 3);
        Assert.False(session.Ready.IsCompleted);
        transport.Put(Rig.Request(FuseOpcode.Init, default, Rig.Bytes(new FuseInitIn { Major = 7, Minor = 31 })[..16], 2));
        await session.Ready.WaitAsync(Patience);
        Assert.False(session.Completion.IsCompleted);
        transport.LetGo();
        await session.Completion.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_session_that_ends_before_INIT_says_so()
    {
        var transport = new InMemoryTransport();
        using var session = Start(transport, new PatternStore(10), readers: 1);
        session.Stop(force: true);
        await session.Completion.WaitAsync(Patience);
        await Assert.ThrowsAsync<OmeFsException>(() => session.Ready);
    }

    [Fact]
    public async Task One_reader_goes_on_while_slow_reads_wait_and_they_are_answered_later()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var transport = new InMemoryTransport();
        using var session = Start(transport, new PatternStore(100) { Gate = gate.Task }, readers: 1);
        for (var i = 0; i < 5; i++)
            transport.Put(Read(Chunk, (ulong)(10 + i)));
        transport.Put(Rig.Request(FuseOpcode.Getattr, NodeId.Root, new byte[16], 50));
        Assert.Equal(50ul, Take(transport).Header.Unique);
        Assert.Empty(transport.Replies);
        gate.SetResult();
        var replies = Enumerable.Range(0, 5).Select(_ => Take(transport)).OrderBy(reply => reply.Header.Unique).ToArray();
        Assert.Equal([10ul, 11, 12, 13, 14], replies.Select(reply => reply.Header.Unique));
        Assert.All(replies, reply => Assert.Equal(Enumerable.Range(0, 100).Select(i => PatternStore.ByteAt(0, i)), reply.Body));
        transport.LetGo();
        await session.Completion.WaitAsync(Patience);
    }

    [Fact]
    public void Requests_in_flight_are_bounded()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var transport = new InMemoryTransport();
        using var session = Start(transport, new PatternStore(100) { Gate = gate.Task }, readers: 1, inFlight: 2);
        for (var i = 0; i < 10; i++)
            transport.Put(Read(Chunk, (ulong)i));
        SpinWait.SpinUntil(() => session.Requests[FuseOpcode.Read] == 3, Patience);
        Thread.Sleep(50);
        Assert.Equal(3, session.Requests[FuseOpcode.Read]);
        gate.SetResult();
        for (var i = 0; i < 10; i++)
            Assert.Equal(Errno.None, Take(transport).Error);
    }

    [Fact]
    public async Task Force_takes_slow_reads_back()
    {
        var transport = new InMemoryTransport();
        using var session = Start(transport, new PatternStore(100) { Gate = new TaskCompletionSource().Task }, readers: 1);
        transport.Put(Read(Chunk, 10));
        SpinWait.SpinUntil(() => session.Requests[FuseOpcode.Read] == 1, Patience);
        session.Stop(force: true);
        Assert.Equal(Errno.EIO, Take(transport).Error);
        await session.Completion.WaitAsync(Patience);
    }

    private static readonly NodeId Chunk = new(6);

    private static FuseSession Start(InMemoryTransport transport, IChunkStore store, int readers, ushort inFlight = 64)
    {
        var builder = new TreeBuilder();
        builder.AddChunks(NodeId.Root, new ArrayShape(1, 1, 1, 1, 1), store);
        var options = new FuseOptions { Readers = readers, MaxBackground = inFlight };
        return FuseSession.Start(transport, null, builder.Freeze(new NodeVersion(0, 1), 1), options, new RecordingLogger());
    }

    private static byte[] Read(NodeId node, ulong unique) => Rig.Request(FuseOpcode.Read, node, Rig.Bytes(new FuseReadIn { Size = 4096 }), unique);

    private static Reply Take(InMemoryTransport transport) =>
        transport.Replies.TryTake(out var reply, Patience) ? new Reply(reply) : throw new TimeoutException("no reply came");
}
