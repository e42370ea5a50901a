using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OmeFs.Core.Codecs;

/// <summary>
/// LZW, compression 5. *Spec:* TIFF 6.0 section 13. Also the bit order of files from before TIFF 5, lowest bit first and with widths that grow
/// one code later, which is recognised by the first two bytes as libtiff does. A missing end-of-information code is tolerated.
/// </summary>
/// <remarks>
/// An entry of the table is the string before it and one byte more, and just these bytes follow each other in what was decoded already. So
/// the table needs no strings: an entry is a place in the output and a length.
/// </remarks>
internal sealed class LzwCodec : ISegmentCodec
{
    private const int Clear = 256, EndOfInformation = 257, FirstFree = 258;
    private const int ShortestCode = 9, LongestCode = 12;
    private const int TableSize = 1 << LongestCode;

    /// <summary>The longest string, 4,096 bytes, by one code of 12 bits.</summary>
    public int LargestRatio => TableSize * 8 / LongestCode;

    public int Decode(ReadOnlyMemory<byte> encoded, Span<byte> decoded)
    {
        var bytes = encoded.Span;
        var lowestBitFirst = bytes.Length >= 2 && bytes[0] == 0 && (bytes[1] & 1) != 0;
        return lowestBitFirst
            ? Decode(new LowestBitFirst(bytes), decoded, widensLate: 1)
            : Decode(new HighestBitFirst(bytes), decoded, widensLate: 0);
    }

    private static int Decode<TBits>(TBits bits, Span<byte> decoded, int widensLate)
        where TBits : struct, ICodes, allows ref struct
    {
        Span<Entry> table = stackalloc Entry[TableSize];
        var (width, next, at) = (ShortestCode, FirstFree, 0);
        var previous = default(Entry);
        while (at < decoded.Length && bits.TryTake(width, out var code))
        {
            if (code == EndOfInformation)
                break;
            if (code == Clear)
            {
                (width, next, previous) = (ShortestCode, FirstFree, default);
                continue;
            }
            if (previous.Length > 0 && next < TableSize)
            {
                table[next] = previous with { Length = previous.Length + 1 };
                next++;
                if (next + 1 - widensLate >= 1 << width && width < LongestCode)
                    width++;
            }
            if (code >= next || (code >= Clear && code < FirstFree))
                throw new OmeFsException(FaultKind.Corrupt, $"LZW: code {code} at decoded byte {at}, but the table ends at {next - 1}");
            var length = 1;
            if (code < Clear)
                decoded[at] = (byte)code;
            else
                Repeat(decoded, table[code].At, at, length = Math.Min(table[code].Length, decoded.Length - at));
            previous = new Entry(at, length);
            at += length;
        }
        return at;
    }

    /// <summary>Copies bytes that may overlap their target, in which case they repeat.</summary>
    private static void Repeat(Span<byte> decoded, int from, int to, int length)
    {
        const int step = sizeof(ulong);
        if (to - from >= step && to + length + step <= decoded.Length)
        {
            ref var start = ref MemoryMarshal.GetReference(decoded);
            for (var i = 0; i < length; i += step)
                Unsafe.WriteUnaligned(ref Unsafe.Add(ref start, to + i), Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, from + i)));
            return;
        }
        for (var i = 0; i < length; i++)
            decoded[to + i] = decoded[from + i];
    }

    /// <param name="At">Place in the output.</param>
    private readonly record struct Entry(int At, int Length);

    /// <summary>Takes codes out of bytes.</summary>
    private interface ICodes
    {
        /// <summary>False where the bytes end before a whole code.</summary>
        bool TryTake(int width, out int code);
    }

    private ref struct HighestBitFirst(ReadOnlySpan<byte> bytes) : ICodes
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;
        private ulong _bits;
        private int _count;
        private int _at;

        public bool TryTake(int width, out int code)
        {
            for (; _count < width && _at < _bytes.Length; _count += 8)
                _bits = (_bits << 8) | _bytes[_at++];
            code = (int)(_bits >> Math.Max(0, _count - width)) & ((1 << width) - 1);
            _count -= width;
            return _count >= 0;
        }
    }

    private ref struct LowestBitFirst(ReadOnlySpan<byte> bytes) : ICodes
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;
        private ulong _bits;
        private int _count;
        private int _at;

        public bool TryTake(int width, out int code)
        {
            for (; _count < width && _at < _bytes.Length; _count += 8)
                _bits |= (ulong)_bytes[_at++] << _count;
            code = (int)_bits & ((1 << width) - 1);
            _bits >>= width;
            _count -= width;
            return _count >= 0;
        }
    }
}
