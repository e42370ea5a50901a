using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OmeFs.Core.Tree;
using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse.Transport;

/// <summary>The native memory of one request and its reply, reused for later requests.</summary>
/// <remarks>
/// Ownership: the reader's until it is dispatched, the dispatcher's until it has replied. The reply's header is directly before the payload, which
/// begins at a page boundary: a single write(2) without a vector, and the kernel copies whole pages.
/// </remarks>
internal sealed unsafe class FuseRequest : IDisposable
{
    public const int MaxPayload = 1 << 20;

    /// <summary>
    /// The room that a read of the device must have. Spec: fuse_dev_do_read requires max(8192, 80 + max_write); with a max_write of 4096 that is 8192.
    /// Twice as much is enough for the few longer requests.
    /// </summary>
    public const int RequestRoom = 16384;

    private const int MaxEntries = 256;

    private readonly NativeMemoryOwner _payload;
    private readonly int _payloadStart;
    private byte* _memory;

    public FuseRequest()
    {
        var alignment = (nuint)Environment.SystemPageSize;
        _payloadStart = (int)((RequestRoom + (nuint)sizeof(FuseOutHeader) + alignment - 1) / alignment * alignment);
        _memory = (byte*)NativeMemory.AlignedAlloc((nuint)(_payloadStart + MaxPayload), alignment);
        _payload = new NativeMemoryOwner(_memory + _payloadStart, MaxPayload);
    }

    public IFuseChannel? Channel { get; set; }

    /// <summary>The length of the last received request, in bytes.</summary>
    public int Length { get; set; }

    public FuseInHeader Header { get; set; }

    public NodeId Node => new(Header.Nodeid);

    public Span<byte> Space => new(_memory, RequestRoom);

    public ReadOnlySpan<byte> Bytes => new(_memory, Length);

    public RequestReader Body => new(Bytes[Unsafe.SizeOf<FuseInHeader>()..]);

    public Memory<byte> Payload => _payload.Memory;

    /// <summary>Buffer for the next entries of a listing.</summary>
    public TreeEntry[] Entries { get; } = new TreeEntry[MaxEntries];

    /// <summary>Writes a struct at the start of the payload.</summary>
    public Reply Answer<T>(in T body)
        where T : unmanaged
    {
        MemoryMarshal.Write(_payload.GetSpan(), body);
        return new Reply(Unsafe.SizeOf<T>());
    }

    /// <summary>Writes the header before the payload and sends both.</summary>
    public Errno Send(Reply answer)
    {
        var start = _memory + _payloadStart - sizeof(FuseOutHeader);
        var length = sizeof(FuseOutHeader) + (answer.Error == Errno.None ? answer.Length : 0);
        *(FuseOutHeader*)start = new FuseOutHeader { Len = (uint)length, Error = -(int)answer.Error, Unique = Header.Unique };
        return Channel!.Reply(new ReadOnlySpan<byte>(start, length));
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_memory);
        _memory = null;
    }
}
