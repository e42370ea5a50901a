using System.Buffers;
using OmeFs.Core.Codecs;
using OmeFs.Core.Codecs.Native;
using OmeFs.Core.Series;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Arrays;

/// <summary>
/// Reads segments and decodes them into samples as an assembled array shows them: rows of <see cref="IfdLayout.SegmentWidth"/> pixels, each
/// of <see cref="IfdLayout.SamplesPerSegment"/> little-endian samples. Long uncompressed strips are taken in pieces of some rows.
/// </summary>
internal sealed class SegmentDecoder(LevelCodecs codecs, DataType type, int pieceRows, SegmentCache cache)
{
    /// <summary>Rows of one decoded piece: a whole tile or strip, or as many rows of a long uncompressed strip.</summary>
    public int RowsPerPiece(in IfdLayout layout) =>
        layout is { Tiled: false, Compression: Compression.None, Subsampled: false } ? Math.Min(layout.SegmentLength, pieceRows) : layout.SegmentLength;

    /// <summary>The samples of a piece, of all planes that the segment has, one after the other; empty where the file does not have the segment.</summary>
    /// <param name="piece">0 but in long uncompressed strips.</param>
    public ValueTask<byte[]> GetAsync(PlaneIfd ifd, IfdLayout layout, long segment, int down, int piece)
    {
        var key = new SegmentKey(this, ifd.File, ifd.Record.Offset, LevelSegments.KeyOf(ifd, layout, segment), piece);
        return cache.GetAsync(key, () => DecodeAsync(ifd, layout, segment, down, piece));
    }

    private async Task<byte[]> DecodeAsync(PlaneIfd ifd, IfdLayout layout, long segment, int down, int piece)
    {
        var range = await LevelSegments.RangeAsync(ifd, segment, CancellationToken.None);
        if (range.IsMissing)
            return [];
        var firstRow = piece * RowsPerPiece(layout);
        var rows = Math.Min(RowsPerPiece(layout), layout.RowsOfSegment(down) - firstRow) * layout.SegmentDepth;
        var codec = await codecs.ForAsync(ifd, layout, CancellationToken.None);
        var packedBytes = checked((int)(rows * codec.Form.RowBytes(layout.SegmentWidth)));
        if (layout is { Compression: Compression.None, Subsampled: false })
            range = PieceOf(ifd, layout, segment, range, firstRow * layout.SegmentRowBytes, packedBytes);
        if (range.Length > Math.Min(ifd.File.Source.Length, TiffLimits.MaxSegmentBytes))
            throw LevelSegments.Corrupt(ifd, layout, segment, $"its byte count is {range.Length}, but the file has {ifd.File.Source.Length} bytes");
        LevelSegments.CheckRatio(codec.Codec, ifd, layout, segment, range.Length, packedBytes);
        var encoded = ArrayPool<byte>.Shared.Rent((int)range.Length);
        try
        {
            await ifd.File.Source.ReadAtAsync(range.Offset, encoded.AsMemory(0, (int)range.Length));
            // Decoding takes long enough to be worth another thread: the reader that asked serves others meanwhile.
            return layout.Compression == Compression.None
                ? Decode(codec, ifd, layout, segment, encoded.AsMemory(0, (int)range.Length), rows, packedBytes)
                : await Task.Run(() => Decode(codec, ifd, layout, segment, encoded.AsMemory(0, (int)range.Length), rows, packedBytes));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(encoded);
        }
    }

    private ByteRange PieceOf(in PlaneIfd ifd, in IfdLayout layout, long segment, ByteRange range, long start, int length)
    {
        if (range.Length < start + length)
            throw LevelSegments.Corrupt(ifd, layout, segment, $"{start + length} bytes expected, but its byte count is {range.Length}");
        return new ByteRange(range.Offset + start, length);
    }

    private byte[] Decode(LevelCodec codec, PlaneIfd ifd, IfdLayout layout, long segment, Memory<byte> encoded, int rows, int packedBytes)
    {
        if (layout.ReversedBits && !codec.TurnsBits)
            SampleUnpacker.ReverseBits(encoded.Span);
        var packed = ArrayPool<byte>.Shared.Rent(packedBytes);
        try
        {
            LevelSegments.Decode(codec.Codec, ifd, layout, segment, encoded, packed.AsSpan(0, packedBytes));
            var samplesPerRow = layout.SegmentWidth * layout.SamplesPerSegment;
            var samples = GC.AllocateUninitializedArray<byte>(checked(rows * samplesPerRow * type.Size));
            Unpack(packed.AsSpan(0, packedBytes), samplesPerRow, rows, layout, codec.Form, ifd.BigEndian, samples);
            return samples;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(packed);
        }
    }

    private void Unpack(Span<byte> packed, int samplesPerRow, int rows, IfdLayout layout, DecodedForm form, bool fileBigEndian, Span<byte> samples)
    {
        if (!form.FileOrder)
        {
            SampleUnpacker.Unpack(packed, samplesPerRow, rows, layout with { BitsPerSample = form.BitsPerSample }, false, type, samples);
            return;
        }
        // Predictor 3 works on bytes as they are stored and leaves them little-endian; predictor 2 on numbers, so after swapping.
        if (layout.Predictor == Predictor.FloatingPoint)
            FloatPredictor.Undo(packed, (int)layout.SegmentRowBytes, layout.BitsPerSample / 8, layout.SamplesPerSegment);
        var bigEndian = fileBigEndian && layout.Predictor != Predictor.FloatingPoint;
        SampleUnpacker.Unpack(packed, samplesPerRow, rows, layout, bigEndian, type, samples);
        if (layout.Predictor == Predictor.Horizontal)
            HorizontalPredictor.Undo(samples, samplesPerRow * type.Size, type.Size, layout.SamplesPerSegment);
    }
}
