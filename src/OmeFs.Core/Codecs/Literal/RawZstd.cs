using System.Buffers.Binary;

namespace OmeFs.Core.Codecs.Literal;

/// <summary>A zstd frame of raw blocks. *Spec:* RFC 8878 sections 3.1.1.1 and 3.1.1.2.</summary>
internal sealed class RawZstd : IStoredEncoder
{
    private const uint Magic = 0xFD2F_B528;
    private const int HeaderBytes = 9, BlockHeaderBytes = 3;
    private const int LongestBlock = 128 * 1024;

    /// <summary>The content's size is given in four bytes, and is also the window's size.</summary>
    private const byte Descriptor = 0b1010_0000;

    public long LengthOf(long count) => HeaderBytes + (BlockHeaderBytes * Math.Max(1, Ceiling.Divide(count, LongestBlock))) + count;

    public byte[] Wrap(ReadOnlySpan<byte> bytes)
    {
        var stream = new byte[LengthOf(bytes.Length)];
        BinaryPrimitives.WriteUInt32LittleEndian(stream, Magic);
        stream[4] = Descriptor;
        BinaryPrimitives.WriteUInt32LittleEndian(stream.AsSpan(5), (uint)bytes.Length);
        var at = HeaderBytes;
        do
        {
            var count = Math.Min(bytes.Length, LongestBlock);
            var header = (count << 3) | (count == bytes.Length ? 1 : 0);
            (stream[at], stream[at + 1], stream[at + 2]) = ((byte)header, (byte)(header >> 8), (byte)(header >> 16));
            bytes[..count].CopyTo(stream.AsSpan(at + BlockHeaderBytes));
            at += BlockHeaderBytes + count;
            bytes = bytes[count..];
        }
        while (!bytes.IsEmpty);
        return stream;
    }
}
