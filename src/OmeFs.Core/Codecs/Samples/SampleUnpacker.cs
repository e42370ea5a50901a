using System.Buffers.Binary;
using System.Runtime.InteropServices;
using OmeFs.Core.Tiff;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Codecs.Samples;

/// <summary>
/// Converts the samples of a decoded segment, as the TIFF packs them, to those of an assembled array: little-endian, with 1, 2, 4, 8 or 16 bytes
/// each.
/// </summary>
/// <remarks>
/// *Spec:* TIFF 6.0 section 2: samples that are not whole bytes are packed most significant bit first, and each row begins at a whole byte.
/// </remarks>
internal static class SampleUnpacker
{
    /// <param name="packed">Rows of <paramref name="samplesPerRow"/> samples. FillOrder is already undone.</param>
    /// <param name="samples">The same samples, <paramref name="type"/>.Size bytes each.</param>
    public static void Unpack(ReadOnlySpan<byte> packed, int samplesPerRow, int rows, in IfdLayout layout, bool bigEndian, DataType type, Span<byte> samples)
    {
        if (layout.Format == SampleFormat.ComplexInteger)
        {
            UnpackComplex(packed, layout.BitsPerSample / 2, bigEndian, samples);
        }
        else if (layout.BitsPerSample is 8 or 16 or 32 or 64 or 128)
        {
            if (packed != samples)
                packed.CopyTo(samples);
            if (bigEndian)
                ReverseBytes(samples, type);
        }
        else if (layout.BitsPerSample == 24)
        {
            Unpack24(packed, bigEndian, type.Kind, samples);
        }
        else
        {
            var rowBytes = (int)((((long)samplesPerRow * layout.BitsPerSample) + 7) / 8);
            var outBytes = samplesPerRow * type.Size;
            for (var row = 0; row < rows; row++)
                UnpackBits(packed.Slice(row * rowBytes, rowBytes), layout.BitsPerSample, type, samples.Slice(row * outBytes, outBytes));
        }
    }

    /// <summary>Reverses the bits of each byte, for FillOrder 2. *Spec:* TIFF 6.0 section 8.</summary>
    public static void ReverseBits(Span<byte> bytes)
    {
        foreach (ref var value in bytes)
            value = (byte)((((value * 0x80200802UL) & 0x0884422110UL) * 0x0101010101UL) >> 32);
    }

    /// <summary>Reverses the byte order. A complex number is two numbers.</summary>
    public static void ReverseBytes(Span<byte> samples, DataType type)
    {
        switch (type.Kind == 'c' ? type.Size / 2 : type.Size)
        {
            case 2:
                var words = MemoryMarshal.Cast<byte, ushort>(samples);
                BinaryPrimitives.ReverseEndianness(words, words);
                break;
            case 4:
                var longs = MemoryMarshal.Cast<byte, uint>(samples);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
            case 8:
                var quads = MemoryMarshal.Cast<byte, ulong>(samples);
                BinaryPrimitives.ReverseEndianness(quads, quads);
                break;
        }
    }

    private static void Unpack24(ReadOnlySpan<byte> packed, bool bigEndian, char kind, Span<byte> samples)
    {
        var target = MemoryMarshal.Cast<byte, uint>(samples);
        for (var i = 0; i < target.Length; i++)
        {
            var three = packed.Slice(i * 3, 3);
            var bits = bigEndian ? (uint)((three[0] << 16) | (three[1] << 8) | three[2]) : (uint)((three[2] << 16) | (three[1] << 8) | three[0]);
            target[i] = kind switch
            {
                'f' => BitConverter.SingleToUInt32Bits(Float24(bits)),
                'i' => (uint)((int)(bits << 8) >> 8),
                _ => bits,
            };
        }
    }

    /// <summary>Signed real and imaginary parts, one after the other. They become floats; parts of 32 bits become doubles.</summary>
    private static void UnpackComplex(ReadOnlySpan<byte> packed, int bits, bool bigEndian, Span<byte> samples)
    {
        var reader = new TiffReader(packed, bigEndian);
        var floats = MemoryMarshal.Cast<byte, float>(samples);
        var doubles = MemoryMarshal.Cast<byte, double>(samples);
        for (var part = 0; part < packed.Length * 8 / bits; part++)
            switch (bits)
            {
                case 8:
                    floats[part] = (sbyte)packed[part];
                    break;
                case 16:
                    floats[part] = (short)reader.UInt16(part * sizeof(short));
                    break;
                default:
                    doubles[part] = (int)reader.UInt32(part * sizeof(int));
                    break;
            }
    }

    /// <summary>One sign bit, 7 bits of exponent with a bias of 63, 16 bits of fraction. *Spec:* Adobe's TIFF Technical Note 3 (2005).</summary>
    private static float Float24(uint bits)
    {
        var sign = (bits >> 23) == 0 ? 1f : -1f;
        var (exponent, fraction) = ((int)((bits >> 16) & 0x7F), bits & 0xFFFF);
        return exponent switch
        {
            0 => sign * MathF.ScaleB(fraction, -62 - 16),
            0x7F => fraction == 0 ? sign * float.PositiveInfinity : float.NaN,
            _ => sign * MathF.ScaleB(0x1_0000 | fraction, exponent - 63 - 16),
        };
    }

    /// <summary>Samples of one bit, most significant bit first, from rows that begin at whole bytes.</summary>
    public static void UnpackOneBit(ReadOnlySpan<byte> packed, int rowBytes, int rowLength, Span<byte> samples)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            var (row, column) = (i / rowLength, i % rowLength);
            samples[i] = (byte)((packed[(row * rowBytes) + (column / 8)] >> (7 - (column % 8))) & 1);
        }
    }

    private static void UnpackBits(ReadOnlySpan<byte> row, int bits, DataType type, Span<byte> samples)
    {
        var count = samples.Length / type.Size;
        long at = 0;
        for (var i = 0; i < count; i++, at += bits)
        {
            var value = Bits(row, at, bits);
            if (type.Kind == 'i')
                value = (ulong)((long)(value << (64 - bits)) >> (64 - bits));
            for (var b = 0; b < type.Size; b++)
                samples[(i * type.Size) + b] = (byte)(value >> (8 * b));
        }
    }

    private static ulong Bits(ReadOnlySpan<byte> row, long at, int bits)
    {
        UInt128 value = 0;
        var (first, last) = ((int)(at / 8), (int)((at + bits - 1) / 8));
        for (var i = first; i <= last; i++)
            value = (value << 8) | row[i];
        value >>= (int)(((last + 1) * 8L) - at - bits);
        return (ulong)value & (bits == 64 ? ulong.MaxValue : (1UL << bits) - 1);
    }
}
