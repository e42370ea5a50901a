using System.Text;
using OmeFs.Core.Tree;
using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse.Tests;

/// <summary>What the kernel is told of a tree that changes.</summary>
public sealed class NotifierTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void A_name_is_taken_back_by_parent_and_name()
    {
        var tree = new ChangingTree();
        using var session = Start(tree, out var transport);
        tree.Tell(new TreeChange(new NodeId(77), Encoding.UTF8.GetBytes("é.ome.zarr")));
        var message = Take(transport);
        Assert.Equal((0ul, 3), (message.Header.Unique, message.Header.Error));
        Assert.Equal((77ul, 11u, 0u), (BitConverter.ToUInt64(message.Body), BitConverter.ToUInt32(message.Body, 8), BitConverter.ToUInt32(message.Body, 12)));
        Assert.Equal("é.ome.zarr\0", Encoding.UTF8.GetString(message.Body, 16, message.Body.Length - 16));
    }

    [Fact]
    public void A_folder_is_taken_back_as_a_whole()
    {
        var tree = new ChangingTree();
        using var session = Start(tree, out var transport);
        tree.Tell(new TreeChange(new NodeId(77), null));
        var message = Take(transport);
        Assert.Equal((0ul, 2, 24), (message.Header.Unique, message.Header.Error, message.Body.Length));
        Assert.Equal((77L, 0L, 0L), (BitConverter.ToInt64(message.Body), BitConverter.ToInt64(message.Body, 8), BitConverter.ToInt64(message.Body, 16)));
    }

    [Fact]
    public async Task Nobody_is_told_when_the_session_has_ended()
    {
        var tree = new ChangingTree();
        var session = Start(tree, out var transport);
        Assert.Equal(1, tree.Listeners);
        session.Stop(force: true);
        await session.Completion.WaitAsync(Patience);
        Assert.Equal(0, tree.Listeners);
        session.Dispose();
        Assert.Empty(transport.Replies);
    }

    private static FuseSession Start(ChangingTree tree, out InMemoryTransport transport) =>
        FuseSession.Start(transport = new InMemoryTransport(), null, tree, new FuseOptions { Readers = 1 }, new RecordingLogger());

    private static (FuseOutHeader Header, byte[] Body) Take(InMemoryTransport transport)
    {
        Assert.True(transport.Replies.TryTake(out var bytes, Patience));
        var header = System.Runtime.InteropServices.MemoryMarshal.Read<FuseOutHeader>(bytes);
        Assert.Equal((uint)bytes.Length, header.Len);
        return (header, bytes[16..]);
    }

    private sealed class ChangingTree : IChangingTree
    {
        private readonly VirtualTree _tree = new TreeBuilder().Freeze(new NodeVersion(0, 1), 1);

        public event Action<TreeChange>? Changed;

        public int Listeners => Changed?.GetInvocationList().Length ?? 0;

        public long SourceBytes => 1;

        public long NodeCount => 1;

        public void Tell(TreeChange change) => Changed?.Invoke(change);

        public ValueTask<NodeStat> StatAsync(NodeId id, CancellationToken cancellation = default) => _tree.StatAsync(id, cancellation);

        public ValueTask<NodeStat> LookupAsync(NodeId folder, ReadOnlySpan<byte> name, CancellationToken cancellation = default) =>
            _tree.LookupAsync(folder, name, cancellation);

        public ValueTask<int> ListAsync(NodeId folder, ulong ordinal, Memory<TreeEntry> page, CancellationToken cancellation = default) =>
            _tree.ListAsync(folder, ordinal, page, cancellation);

        public ValueTask<NodeId> ParentOfAsync(NodeId id, CancellationToken cancellation = default) => _tree.ParentOfAsync(id, cancellation);

        public NodeVersion VersionOf(NodeId id) => _tree.VersionOf(id);

        public FileContent Open(NodeId id) => _tree.Open(id);

        public string PathOf(NodeId id) => _tree.PathOf(id);
    }
}
