using System.Text;
using OmeFs.Core.Codecs;
using OmeFs.Core.Series;
using OmeFs.Core.Tiff;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Arrays;

/// <summary>
/// Decides, once a level, how it is shown: which chunks, which type, which origin. Zarr's codec metadata is per array while TIFF's is per
/// IFD, so a level whose planes differ in layout is Assembled as a whole.
/// </summary>
public static class ArrayPlanner
{
    /// <summary>Kinds of planes that cannot be shown and are reported. Arbitrary: nobody reads more.</summary>
    private const int MostNotices = 20;

    /// <exception cref="OmeFsException"><see cref="FaultKind.Unsupported"/>, naming the IFD and tag: omefs can show no plane of the level.</exception>
    public static async Task<VirtualArray> PlanAsync(ImageSeries series, int levelNumber, SegmentCache cache, CancellationToken cancellation = default)
    {
        var level = series.Levels[levelNumber];
        var layouts = LevelLayouts.Of(series, levelNumber);
        var codecs = new LevelCodecs();
        await layouts.CheckAllAsync(codecs, cancellation);
        var first = layouts.First;
        return new Plan(
            series, level, layouts, first.Layout, first.Ifd.BigEndian, await NoDataAsync(first, cancellation), codecs, cache).Make();
    }

    private static async Task<string?> NoDataAsync(LevelLayouts.Occurrence first, CancellationToken cancellation)
    {
        var file = first.Ifd.File;
        var ifd = await file.EntriesAsync(first.Ifd.Record, first.Label, cancellation);
        return ifd[TiffTag.GdalNoData] is { } entry && file.Holds(entry)
            ? Encoding.Latin1.GetString((await file.TextAsync(ifd, TiffTag.GdalNoData, cancellation))!)
            : null;
    }

    /// <summary>The choices for one level; docs/SEMANTICS.md, "Pixels", tells users what they are.</summary>
    private sealed class Plan(
        ImageSeries series,
        SeriesLevel level,
        LevelLayouts layouts,
        IfdLayout layout,
        bool bigEndian,
        string? nodata,
        LevelCodecs codecs,
        SegmentCache cache)
    {
        private readonly LevelSegments _segments = new(level, series.SamplesPerPixel);
        private readonly DataType _stored = SampleTypes.Of(layout, bigEndian)!.Value;

        private ArrayShape Shape => series.Shape with { Y = layout.Length, X = layout.Width };

        private string Word => $"{layout.Compression.Title()} {layout.SegmentWord}s";

        public VirtualArray Make()
        {
            if (layouts.Reasons() is { Count: > 0 } reasons)
                return Assembled(string.Join(", ", reasons));
            if (layout.Compression == Compression.None)
                return layout.Tiled
                    ? Stored(layout.SegmentLength, layout.SegmentRowBytes * layout.SegmentLength, ChunkCompressor.None)
                    : Bands();
            var stripBytes = layout.SegmentRowBytes * layout.SegmentLength;
            if (layout.Tiled || layout.Down == 1 || stripBytes >= ChunkRules.SmallestStoredStrip)
                return Stored(layout.SegmentLength, null, ChunkCompressor.Zlib);
            return Assembled($"strips of only {layout.SegmentLength} rows, {stripBytes} bytes, are gathered into bands");
        }

        private VirtualArray Stored(int rows, long? fixedLength, ChunkCompressor compressor)
        {
            var fill = FillValue.Of(nodata, _stored);
            var store = new StoredSegments(_segments, layout, fixedLength);
            var shape = new ArrayShape(1, 1, 1, rows, layout.SegmentWidth);
            var decodedBytes = compressor == ChunkCompressor.None ? 0 : rows * layout.SegmentRowBytes;
            if (compressor != ChunkCompressor.Zlib)
                return Array(_stored, shape, compressor, fill, store, decodedBytes, [(ChunkOrigin.Stored, Total(shape), $"{Word}, as they are")]);
            var remade = new RemadeSegments(store, _segments, codecs, layout, LiteralForms.For(layout.Compression)!, fill, cache);
            if (!layout.LastIsShort)
                return Array(_stored, shape, compressor, fill, remade, decodedBytes, [(ChunkOrigin.Stored, Total(shape), $"{Word}, as they are")]);
            return Array(_stored, shape, compressor, fill, remade, decodedBytes, [
                (ChunkOrigin.Stored, Total(shape) - Planes, $"{Word}, as they are"),
                (ChunkOrigin.Assembled, Planes, $"the last strip of a plane is short ({layout.RowsOfSegment(layout.Down - 1)} of {rows} rows) and is filled up"),
            ]);
        }

        private VirtualArray Bands()
        {
            var rows = ChunkRules.CutBandRows(layout, layout.SegmentRowBytes);
            var fill = FillValue.Of(nodata, _stored);
            var shape = new ArrayShape(1, 1, 1, rows, layout.Width);
            var why = rows == layout.SegmentLength
                ? $"{Word}, as they are"
                : rows > layout.SegmentLength ? $"{Word} of {layout.SegmentLength} rows, {rows} rows a chunk" : $"long {Word}, cut into {rows} rows a chunk";
            return Array(_stored, shape, ChunkCompressor.None, fill, new StoredBands(_segments, layout, rows, fill), 0, [(ChunkOrigin.Stored, Total(shape), why)]);
        }

        private VirtualArray Assembled(string why)
        {
            var type = _stored with { BigEndian = false };
            var fill = FillValue.Of(nodata, type);
            var rowBytes = (long)layout.Width * layout.SamplesPerSegment * type.Size;
            var rows = layout.Tiled ? layout.SegmentLength
                : layout.Compression == Compression.None ? ChunkRules.CutBandRows(layout, rowBytes)
                : ChunkRules.BandRows(layout, rowBytes);
            var shape = new ArrayShape(1, layout.SamplesPerSegment, 1, rows, layout.SegmentWidth);
            var decoder = new SegmentDecoder(codecs, type, rows, cache);
            var store = new AssembledChunks(_segments, decoder, Shape, shape, type.Size, fill, cache);
            var decodedBytes = Math.Max(shape.Volume * type.Size, layouts.LargestDecoded(type));
            return Array(type, shape, ChunkCompressor.None, fill, store, decodedBytes, [(ChunkOrigin.Assembled, Total(shape), why)]);
        }

        /// <summary>Each segment a chunk, as it lies in the file.</summary>
        private VirtualArray Encoded(ClientCodecs clientCodecs, DataType type)
        {
            var shape = new ArrayShape(1, layout.SamplesPerSegment, 1, layout.SegmentLength, layout.SegmentWidth);
            long? fixedLength = layout.Compression == Compression.None ? layout.SegmentRowBytes * layout.SegmentLength : null;
            var stored = new StoredSegments(_segments, layout, fixedLength);
            var fill = FillValue.Of(nodata, type);
            // If a last strip is short, the compression has a literal form: other layouts do not come here.
            IChunkStore store = LiteralForms.For(layout.Compression) is { } form
                ? new RemadeSegments(stored, _segments, codecs, layout, form, layout.Predictor == Predictor.None ? fill : FillValue.Zero(type), cache)
                : stored;
            return Array(type, shape, ChunkCompressor.None, fill, store, shape.Volume * type.Size, [(ChunkOrigin.Stored, Total(shape), $"{Word}, as they are")], clientCodecs);
        }

        private VirtualArray Array(
            DataType type,
            ArrayShape chunk,
            ChunkCompressor compressor,
            FillValue fill,
            IChunkStore store,
            long decodedBytes,
            (ChunkOrigin Origin, long Chunks, string Why)[] origins,
            ClientCodecs? clientCodecs = null) => new()
            {
                Type = type,
                Shape = Shape,
                ChunkShape = chunk,
                Compressor = compressor,
                Fill = fill,
                Chunks = layouts.Faults.Count == 0 ? store : new FaultyPlanes(store, _segments, layouts.Faults, chunk.C, chunk.Volume * type.Size),
                Notices = [.. layouts.Notices.Take(MostNotices)],
                DecodedBytes = decodedBytes,
                Codecs = clientCodecs,
                Interleaved = clientCodecs is null ? 1 : layout.SamplesPerSegment,
                Encoded = new EncodedLevel(level, layouts, Encoded),
                Storage = $"{layout.SegmentWord}s {layout.SegmentWidth}×{layout.SegmentLength}, {layout.Compression.Title()}"
                    + (layout.SamplesPerPixel > 1 ? layout.Planar ? ", planar" : ", interleaved" : ""),
                Origins = [.. origins.Where(o => o.Chunks > 0).Select(o => new OriginShare(o.Origin, o.Chunks, o.Why))],
            };

        private long Planes => checked((long)Shape.T * Shape.C * Shape.Z);

        private long Total(ArrayShape chunk) => Shape.GridOf(chunk).Volume;
    }
}
