using System.Buffers;

namespace OmeFs.Core.Zarr.Formats;

/// <summary>Bytes of a document while it is written, in rented memory: growing leaves no garbage, and the document is copied once.</summary>
internal sealed class PooledBytes : IBufferWriter<byte>, IDisposable
{
    private const int Least = 4096;

    private byte[] _bytes = ScratchBytes.Rent(Least);
    private int _length;

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        MakeRoom(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public byte[] ToArray() => _bytes.AsSpan(0, _length).ToArray();

    public void Dispose() => ScratchBytes.Return(_bytes);

    private void MakeRoom(int count)
    {
        if (count <= _bytes.Length - _length)
            return;
        var larger = ScratchBytes.Rent((int)Math.Min(Math.Max(2L * _bytes.Length, (long)_length + count), Array.MaxLength));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        ScratchBytes.Return(_bytes);
        _bytes = larger;
    }
}
