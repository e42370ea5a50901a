using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Codecs.Png;

/// <summary>
/// Segments that are PNG files, compression 34933. A PNG at the image's edge may be smaller than its tile, and is zero-padded.
/// Decoded samples are little-endian, and packed as in TIFF. *Spec:* ISO/IEC 15948 (PNG 1.2); interlaced files are not decoded.
/// </summary>
internal sealed class PngCodec(IfdLayout layout) : ISegmentCodec
{
    private readonly DecodedForm _form = FormOf(layout);

    /// <summary>Unbounded, because a PNG may be smaller than its tile.</summary>
    public int LargestRatio => int.MaxValue;

    public static DecodedForm FormOf(in IfdLayout layout) => new(layout.SamplesPerSegment, layout.BitsPerSample, IsFileEncoded: false);

    /// <exception cref="OmeFsException"><see cref="FaultKind.Unsupported"/>: PNG does not have such samples.</exception>
    public static PngCodec For(in IfdLayout layout) =>
        layout is { Format: SampleFormat.Unsigned, BitsPerSample: 1 or 2 or 4 or 8 or 16, SamplesPerSegment: <= 4, Predictor: Predictor.None }
            ? new PngCodec(layout)
            : throw new OmeFsException(
                FaultKind.Unsupported,
                $"PNG: up to four unsigned samples of 1, 2, 4, 8 or 16 bits without predictor expected, found {layout.SamplesPerSegment} of {layout.BitsPerSample}, "
                    + $"predictor {(ushort)layout.Predictor}");

    public int Decode(ReadOnlyMemory<byte> encoded, Span<byte> decoded)
    {
        var png = PngFile.Parse(encoded.Span);
        var rowBytes = (int)_form.RowBytes(layout.SegmentWidth);
        var rows = decoded.Length / rowBytes;
        if ((png.Samples, png.Bits) != (layout.SamplesPerSegment, layout.BitsPerSample) || png.Width > layout.SegmentWidth || png.Height > layout.SegmentLength)
            throw new OmeFsException(
                FaultKind.Corrupt,
                $"PNG: {layout.SegmentWidth}×{layout.SegmentLength} pixels of {layout.SamplesPerSegment} samples of {layout.BitsPerSample} bits expected, "
                + $"found {png.Width}×{png.Height} of {png.Samples} of {png.Bits}");
        decoded.Clear();
        using var inflate = new ZLibStream(new MemoryStream(png.Pixels), CompressionMode.Decompress);
        try
        {
            Rows(inflate, png, decoded, rowBytes, Math.Min(rows, png.Height));
        }
        catch (InvalidDataException cause)
        {
            throw new OmeFsException(FaultKind.Corrupt, "PNG: the pixels' deflate data are damaged", cause);
        }
        catch (EndOfStreamException cause)
        {
            throw new OmeFsException(FaultKind.Corrupt, "PNG: the pixels end too early", cause);
        }
        return decoded.Length;
    }

    private void Rows(ZLibStream inflate, PngFile png, Span<byte> decoded, int rowBytes, int rows)
    {
        var length = (int)_form.RowBytes(png.Width);
        // The first byte of a row gives its filter.
        var (above, row) = (new byte[length + 1], new byte[length + 1]);
        for (var y = 0; y < rows; y++)
        {
            inflate.ReadExactly(row);
            PngFilter.Undo(row[0], row.AsSpan(1), above.AsSpan(1), Math.Max(1, png.Samples * png.Bits / 8));
            var target = decoded.Slice(y * rowBytes, length);
            row.AsSpan(1).CopyTo(target);
            if (png.Bits == 16)
                Swap(target);
            (above, row) = (row, above);
        }
    }

    private static void Swap(Span<byte> samples)
    {
        var words = MemoryMarshal.Cast<byte, ushort>(samples);
        BinaryPrimitives.ReverseEndianness(words, words);
    }
}
