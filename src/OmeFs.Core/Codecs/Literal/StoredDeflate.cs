using System.Buffers.Binary;
using System.Numerics;

namespace OmeFs.Core.Codecs.Literal;

/// <summary>A zlib stream of stored blocks. *Spec:* RFC 1950, RFC 1951 section 3.2.4.</summary>
internal sealed class StoredDeflate : IStoredEncoder
{
    private const int LongestBlock = 65_535;
    private const int HeaderBytes = 2;
    private const int BlockHeaderBytes = 5;
    private const int TrailerBytes = 4;

    public long LengthOf(long count) => HeaderBytes + (BlockHeaderBytes * Blocks(count)) + count + TrailerBytes;

    public byte[] Wrap(ReadOnlySpan<byte> bytes)
    {
        var stream = new byte[LengthOf(bytes.Length)];
        (stream[0], stream[1]) = (0x78, 0x01);
        var at = HeaderBytes;
        var adler = Adler32(bytes);
        do
        {
            var count = Math.Min(bytes.Length, LongestBlock);
            stream[at] = bytes.Length == count ? (byte)1 : (byte)0;
            BinaryPrimitives.WriteUInt16LittleEndian(stream.AsSpan(at + 1), (ushort)count);
            BinaryPrimitives.WriteUInt16LittleEndian(stream.AsSpan(at + 3), (ushort)~count);
            bytes[..count].CopyTo(stream.AsSpan(at + BlockHeaderBytes));
            at += BlockHeaderBytes + count;
            bytes = bytes[count..];
        }
        while (!bytes.IsEmpty);
        BinaryPrimitives.WriteUInt32BigEndian(stream.AsSpan(at), adler);
        return stream;
    }

    private static long Blocks(long count) => Math.Max(1, Ceiling.Divide(count, LongestBlock));

    /// <summary>*Spec:* RFC 1950 section 8. The sums are reduced only as often as 32 bits require.</summary>
    private static uint Adler32(ReadOnlySpan<byte> bytes)
    {
        const uint modulus = 65_521;
        const int run = 5_552;
        uint low = 1, high = 0;
        while (!bytes.IsEmpty)
        {
            foreach (var value in bytes[..Math.Min(run, bytes.Length)])
                high += low += value;
            (low, high) = (low % modulus, high % modulus);
            bytes = bytes[Math.Min(run, bytes.Length)..];
        }
        return BitOperations.RotateLeft(high, 16) | low;
    }
}
