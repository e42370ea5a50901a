using OmeFs.Core.Codecs;
using OmeFs.Core.Codecs.Samples;
using OmeFs.Core.Series;
using OmeFs.Core.Tiff;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Arrays;

/// <summary>
/// Reads segments and decodes them into samples as an assembled array shows them: rows of <see cref="IfdLayout.SegmentWidth"/> pixels, each
/// of <see cref="IfdLayout.SamplesPerSegment"/> little-endian samples. Long uncompressed strips are read in pieces of some rows.
/// </summary>
internal sealed class SegmentDecoder(LevelCodecs codecs, DataType type, int pieceRows, SegmentCache cache)
{
    /// <summary>Rows of one decoded piece: a whole tile or strip, or a part of a long uncompressed strip.</summary>
    public int RowsPerPiece(in IfdLayout layout) =>
        layout is { Tiled: false, Compression: Compression.None, Subsampled: false } ? Math.Min(layout.SegmentLength, pieceRows) : layout.SegmentLength;

    /// <summary>The samples of a piece, for all planes of the segment in turn; empty if the file does not have the segment.</summary>
    /// <param name="piece">0 except in long uncompressed strips.</param>
    public ValueTask<byte[]> GetAsync(SegmentPlace segment, int down, int piece)
    {
        var key = new SegmentKey(this, segment.Ifd.File, segment.Ifd.Record.Offset, segment.Key, piece);
        return cache.GetAsync(key, () => DecodeAsync(segment, down, piece));
    }

    public ValueTask<LevelCodec> CodecAsync(PlaneIfd ifd, IfdLayout layout) => codecs.ForAsync(ifd, layout, CancellationToken.None);

    /// <summary>The bytes to read for some rows: those rows if the segment is uncompressed, else the whole segment. Empty if it is missing.</summary>
    /// <exception cref="OmeFsException"><see cref="FaultKind.Corrupt"/>: the file cannot hold them.</exception>
    public ByteRange RangeOf(LevelCodec codec, in SegmentPlace segment, ByteRange range, int firstRow, int rows)
    {
        var (ifd, layout) = (segment.Ifd, segment.Layout);
        segment.Expect(range);
        if (range.IsMissing)
            return default;
        var packedBytes = Bounded(segment, (Int128)rows * codec.Form.RowBytes(layout.SegmentWidth));
        if (layout is { Compression: Compression.None, Subsampled: false })
            range = new ByteRange(range.Offset + (firstRow * layout.SegmentRowBytes), packedBytes);
        if (range.Length > Math.Min(ifd.File.Source.Length, TiffLimits.MaxSegmentBytes))
            throw segment.Corrupt($"its byte count is {range.Length}, but the file has {ifd.File.Source.Length} bytes");
        segment.CheckRatio(codec.Codec, range.Length, packedBytes);
        return range;
    }

    /// <summary>Only rows of uncompressed strips can exceed the limit: a level with other segments so large is refused when it is planned.</summary>
    private int Bounded(in SegmentPlace segment, Int128 bytes)
    {
        var samples = bytes * type.Size * 8 / Math.Max(1, segment.Layout.BitsPerSample);
        return Int128.Max(bytes, samples) <= TiffLimits.MaxSegmentBytes
            ? (int)bytes
            : throw segment.Corrupt($"{bytes} bytes of it would be decoded at once, more than {TiffLimits.MaxSegmentBytes}");
    }

    /// <param name="encoded">May be overwritten.</param>
    /// <param name="samples">Room for exactly so many rows.</param>
    public void Decode(LevelCodec codec, in SegmentPlace segment, Memory<byte> encoded, int rows, Span<byte> samples)
    {
        var layout = segment.Layout;
        if (layout.ReversedBits && !codec.HandlesFillOrder)
            SampleUnpacker.ReverseBits(encoded.Span);
        var packedBytes = checked((int)(rows * codec.Form.RowBytes(layout.SegmentWidth)));
        if (codec.Form.BitsPerSample == type.Size * 8)
        {
            segment.Decode(codec.Codec, encoded, samples);
            Unpack(samples, rows, layout, codec.Form, segment.Ifd.BigEndian, samples);
            return;
        }
        var packed = ScratchBytes.Rent(packedBytes);
        try
        {
            segment.Decode(codec.Codec, encoded, packed.AsSpan(0, packedBytes));
            Unpack(packed.AsSpan(0, packedBytes), rows, layout, codec.Form, segment.Ifd.BigEndian, samples);
        }
        finally
        {
            ScratchBytes.Return(packed);
        }
    }

    private async Task<byte[]> DecodeAsync(SegmentPlace segment, int down, int piece)
    {
        var (ifd, layout) = (segment.Ifd, segment.Layout);
        var firstRow = piece * RowsPerPiece(layout);
        var rows = Math.Min(RowsPerPiece(layout), layout.RowsOfSegment(down) - firstRow) * layout.SegmentDepth;
        var codec = await CodecAsync(ifd, layout);
        var range = RangeOf(codec, segment, await segment.RangeAsync(CancellationToken.None), firstRow, rows);
        if (range.IsMissing)
            return [];
        var encoded = ScratchBytes.Rent((int)range.Length);
        try
        {
            await ifd.File.Source.ReadAtAsync(range.Offset, encoded.AsMemory(0, (int)range.Length));
            var samples = GC.AllocateUninitializedArray<byte>(checked(rows * layout.SegmentWidth * layout.SamplesPerSegment * type.Size));
            if (layout.Compression == Compression.None)
                Decode(codec, segment, encoded.AsMemory(0, (int)range.Length), rows, samples);
            else // Decoding is slow enough to use another thread, so that the reader can serve other requests meanwhile.
                await Task.Run(() => Decode(codec, segment, encoded.AsMemory(0, (int)range.Length), rows, samples));
            return samples;
        }
        finally
        {
            ScratchBytes.Return(encoded);
        }
    }

    /// <param name="samples">May be <paramref name="packed"/> itself if both are equally long.</param>
    private void Unpack(Span<byte> packed, int rows, in IfdLayout layout, DecodedForm form, bool fileBigEndian, Span<byte> samples)
    {
        var samplesPerRow = layout.SegmentWidth * layout.SamplesPerSegment;
        if (!form.IsFileEncoded)
        {
            SampleUnpacker.Unpack(packed, samplesPerRow, rows, layout with { BitsPerSample = form.BitsPerSample }, false, type, samples);
            return;
        }
        // Predictor 3 works on bytes as stored and leaves them little-endian. Predictor 2 works on numbers, so after byte swapping.
        if (layout.Predictor == Predictor.FloatingPoint)
            FloatPredictor.Undo(packed, (int)layout.SegmentRowBytes, layout.BitsPerSample / 8, layout.SamplesPerSegment);
        var bigEndian = fileBigEndian && layout.Predictor != Predictor.FloatingPoint;
        SampleUnpacker.Unpack(packed, samplesPerRow, rows, layout, bigEndian, type, samples);
        if (layout.Predictor == Predictor.Horizontal)
            HorizontalPredictor.Undo(samples, samplesPerRow * type.Size, type.Size, layout.SamplesPerSegment);
    }
}
