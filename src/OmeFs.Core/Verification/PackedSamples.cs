using System.Runtime.InteropServices;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Verification;

/// <summary>
/// Extracts samples from rows as libtiff returns them: whole bytes in this machine's byte order, others packed with the most significant bit
/// first. Written independently, bit by bit, because it judges <see cref="Codecs.Samples.SampleUnpacker"/>.
/// </summary>
/// <param name="stride">The distance of two wanted samples, in samples: the samples per pixel.</param>
internal readonly struct PackedSamples(int bits, int stride, DataType type)
{
    /// <summary>Whether such samples are supported.</summary>
    public static bool Takes(uint bits, DataType type) =>
        BitConverter.IsLittleEndian && (bits == type.Size * 8 || (type.Kind is 'u' or 'i' && bits >= 1 && bits < type.Size * 8));

    /// <param name="row">A row of a segment.</param>
    /// <param name="first">Index of the first sample in the row.</param>
    public void Take(ReadOnlySpan<byte> row, int first, Span<byte> samples)
    {
        if (bits == 8 * type.Size && stride == 1)
            row.Slice(first * type.Size, samples.Length).CopyTo(samples);
        else if (bits == 8 * type.Size)
            TakeWhole(row[(first * type.Size)..], samples);
        else
            TakeBits(row, first, samples);
    }

    private void TakeWhole(ReadOnlySpan<byte> from, Span<byte> samples)
    {
        switch (type.Size)
        {
            case 1:
                TakeEach(from, samples);
                break;
            case 2:
                TakeEach(MemoryMarshal.Cast<byte, ushort>(from), MemoryMarshal.Cast<byte, ushort>(samples));
                break;
            default:
                for (var i = 0; i < samples.Length / type.Size; i++)
                    from.Slice(i * stride * type.Size, type.Size).CopyTo(samples[(i * type.Size)..]);
                break;
        }
    }

    private void TakeEach<T>(ReadOnlySpan<T> from, Span<T> samples)
    {
        for (var i = 0; i < samples.Length; i++)
            samples[i] = from[i * stride];
    }

    private void TakeBits(ReadOnlySpan<byte> row, int first, Span<byte> samples)
    {
        for (var i = 0; i < samples.Length / type.Size; i++)
        {
            var at = (first + ((long)i * stride)) * bits;
            var value = bits == 24 ? Three(row[(int)(at / 8)..]) : Bits(row, at);
            if (type.Kind == 'i' && (value >> (bits - 1)) == 1)
                value |= ulong.MaxValue << bits;
            for (var b = 0; b < type.Size; b++)
                samples[(i * type.Size) + b] = (byte)(value >> (8 * b));
        }
    }

    /// <summary>24 bits are whole bytes, which libtiff swaps.</summary>
    private static ulong Three(ReadOnlySpan<byte> bytes) => bytes[0] | ((ulong)bytes[1] << 8) | ((ulong)bytes[2] << 16);

    private ulong Bits(ReadOnlySpan<byte> row, long at)
    {
        ulong value = 0;
        for (var i = at; i < at + bits; i++)
            value = (value << 1) | ((uint)row[(int)(i / 8)] >> (int)(7 - (i % 8)) & 1);
        return value;
    }
}
