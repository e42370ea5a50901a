using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Extensions.Logging;
using OmeFs.Core.Arrays;
using OmeFs.Core.Tree;
using OmeFs.Core.Zarr.Model;
using OmeFs.Fuse.Transport;
using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse.Tests;

/// <summary>A small tree behind a dispatcher, asked as the kernel asks: bytes in, bytes out, no device.</summary>
/// <remarks>Root: ".zattrs", "0/" with ".zarray" and chunks 1 x 1 x 1 x 2 x <see cref="Chunks"/>, "a folder".</remarks>
internal sealed class Rig : IDisposable
{
    public const int Chunks = 40, ChunkSize = 1000;

    public const long Modified = 1_700_000_000_123_456_789;

    public const uint Generation = 77;

    public static readonly byte[] Attributes = Encoding.UTF8.GetBytes("{\"multiscales\":[]}");

    private readonly InMemoryTransport _transport = new();
    private readonly IFuseChannel _channel;
    private readonly FuseRequest _exchange = new();
    private ulong _unique = 2;

    public Rig(IChunkStore? store = null, FuseOptions? options = null)
    {
        var builder = new TreeBuilder();
        builder.AddFile(NodeId.Root, ".zattrs", Attributes);
        Level = builder.AddFolder(NodeId.Root, "0");
        builder.AddFile(Level, ".zarray", [1, 2, 3]);
        builder.AddFolder(NodeId.Root, "a folder");
        builder.AddChunks(Level, new ArrayShape(1, 1, 1, 2, Chunks), store ?? new PatternStore(ChunkSize) { MissingX = 7 });
        Tree = builder.Freeze(new NodeVersion(Modified, Generation), 123_456_789);
        Dispatcher = new FuseDispatcher(Tree, options ?? new FuseOptions { Uid = 11, Gid = 12 }, Log);
        _channel = _transport.OpenChannel();
    }

    public VirtualTree Tree { get; }

    public NodeId Level { get; }

    public RecordingLogger Log { get; } = new();

    public FuseDispatcher Dispatcher { get; }

    /// <summary>The folder of chunks with y = 0.</summary>
    public NodeId Row => Walk("0", "0", "0", "0", "0");

    public NodeId Walk(params string[] names)
    {
        var node = NodeId.Root;
        foreach (var name in names)
            node = new NodeId(Lookup(node, name).As<FuseEntryOut>().Nodeid);
        return node;
    }

    public Reply Lookup(NodeId folder, string name) => Ask(FuseOpcode.Lookup, folder, Encoding.UTF8.GetBytes(name + '\0'));

    public Reply Read(NodeId node, ulong offset, uint size, FuseOpcode opcode = FuseOpcode.Read) =>
        Ask(opcode, node, Bytes(new FuseReadIn { Offset = offset, Size = size }));

    public Reply Ask(FuseOpcode opcode, NodeId node, byte[] body)
    {
        var replies = AskRaw(Request(opcode, node, body, _unique += 2));
        var reply = new Reply(Assert.Single(replies));
        Assert.Equal(_unique, reply.Header.Unique);
        return reply;
    }

    /// <summary>Whatever the bytes, the replies to them; waits for none that comes later.</summary>
    public byte[][] AskRaw(byte[] request)
    {
        request.CopyTo(_exchange.Space);
        _exchange.Length = request.Length;
        _exchange.Channel = _channel;
        var pending = Dispatcher.DispatchAsync(_exchange);
        Assert.True(pending.IsCompletedSuccessfully);
        var replies = new List<byte[]>();
        while (_transport.Replies.TryTake(out var reply))
            replies.Add(reply);
        return [.. replies];
    }

    public static byte[] Request(FuseOpcode opcode, NodeId node, byte[] body, ulong unique) =>
    [
        .. Bytes(new FuseInHeader { Len = (uint)(40 + body.Length), Opcode = opcode, Unique = unique, Nodeid = node.Value, Pid = 1 }),
        .. body,
    ];

    public static byte[] Bytes<T>(T part)
        where T : unmanaged => MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in part)).ToArray();

    public void Dispose() => _exchange.Dispose();
}

/// <summary>A reply, its length already held against its header.</summary>
internal sealed class Reply
{
    public Reply(byte[] bytes)
    {
        Header = MemoryMarshal.Read<FuseOutHeader>(bytes);
        Assert.Equal((uint)bytes.Length, Header.Len);
        Assert.InRange(Header.Error, -511, 0);
        Body = bytes[16..];
    }

    public FuseOutHeader Header { get; }

    public byte[] Body { get; }

    public Errno Error => (Errno)(-Header.Error);

    public T As<T>()
        where T : unmanaged
    {
        Assert.Equal(Errno.None, Error);
        Assert.Equal(Marshal.SizeOf<T>(), Body.Length);
        return MemoryMarshal.Read<T>(Body);
    }
}

internal sealed class RecordingLogger : ILogger
{
    public List<(LogLevel Level, string Text, Exception? Fault)> Lines { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (Lines)
            Lines.Add((logLevel, formatter(state, exception), exception));
    }
}
