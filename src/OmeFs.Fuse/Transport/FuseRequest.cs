using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OmeFs.Core.Tree;
using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse.Transport;

/// <summary>The native memory of one request and its reply, reused for later requests.</summary>
/// <remarks>
/// Ownership: a reader's until dispatched, the dispatcher's until it has replied. The reply's header is directly before the payload,
/// which begins at a boundary of memory pages: one write(2) without a vector, and the kernel copies whole pages at a time.
/// </remarks>
internal sealed unsafe class FuseRequest : IDisposable
{
    public const int MaxPayload = 1 << 20;

    /// <summary>
    /// What a device read must have room for. Spec: fuse_dev_do_read asks for max(8192, 80 + max_write); with a max_write of 4096
    /// that is 8192. Twice as much takes what little there is of longer requests.
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

    /// <summary>Of the request that was received last.</summary>
    public int Length { get; set; }

    public FuseInHeader Header { get; set; }

    public NodeId Node => new(Header.Nodeid);

    public Span<byte> Space => new(_memory, RequestRoom);

    public ReadOnlySpan<byte> Bytes => new(_memory, Length);

    public RequestReader Body => new(Bytes[Unsafe.SizeOf<FuseInHeader>()..]);

    public Memory<byte> Payload => _payload.Memory;

    /// <summary>Where a listing's next entries are put.</summary>
    public TreeEntry[] Entries { get; } = new TreeEntry[MaxEntries];

    /// <summary>Puts a struct at the payload's start.</summary>
    public Reply Answer<T>(in T body)
        where T : unmanaged
    {
        MemoryMarshal.Write(_payload.GetSpan(), body);
        return new Reply(Unsafe.SizeOf<T>());
    }

    /// <summary>Writes the header before the payload and hands both over.</summary>
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
