using System.Buffers;

namespace OmeFs.Fuse.Transport;

/// <summary>Wraps native memory as <see cref="Memory{T}"/>. The code that allocated it frees it, after the last use.</summary>
internal sealed unsafe class NativeMemoryOwner(byte* start, int length) : MemoryManager<byte>
{
    public override Span<byte> GetSpan() => new(start, length);

    public override MemoryHandle Pin(int elementIndex = 0) => new(start + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
