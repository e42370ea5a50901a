using System.Text;
using OmeFs.Core.Codecs;
using OmeFs.Core.Codecs.Literal;
using OmeFs.Core.Series;
using OmeFs.Core.Tiff;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Arrays;

/// <summary>
/// Decides once per level how it is shown: its chunks, data type and origin. Zarr's codec metadata is per array and TIFF's is per IFD, so a level
/// whose planes differ in layout is Assembled as a whole.
/// </summary>
internal static class ArrayPlanner
{
    /// <summary>At most so many kinds of unshowable planes are reported. Arbitrary: enough for a reader.</summary>
    private const int MostNotices = 20;

    /// <exception cref="OmeFsException"><see cref="FaultKind.Unsupported"/>, naming the IFD and tag: omefs can show no plane of the level.</exception>
    public static async Task<LevelPlan> PlanAsync(ImageSeries series, int levelNumber, SegmentCache cache, CancellationToken cancellation = default)
    {
        var level = series.Levels[levelNumber];
        var layouts = LevelLayouts.Of(series, levelNumber);
        var codecs = new LevelCodecs();
        await layouts.CheckAllAsync(codecs, cancellation);
        var segments = new SegmentedLevel(series, level, layouts, await NoDataAsync(layouts.First, cancellation), codecs, cache);
        return new LevelPlan(new Plan(segments).Make()) { Segments = segments, Notices = [.. layouts.Notices.Take(MostNotices)] };
    }

    private static async Task<string?> NoDataAsync(LevelLayouts.Occurrence first, CancellationToken cancellation)
    {
        var file = first.Ifd.File;
        var ifd = await file.EntriesAsync(first.Ifd.Record, first.Label, cancellation);
        return ifd[TiffTag.GdalNoData] is { } entry && file.Holds(entry)
            ? Encoding.Latin1.GetString((await file.TextAsync(ifd, TiffTag.GdalNoData, cancellation))!)
            : null;
    }

    /// <summary>Makes the choices for one level. docs/SEMANTICS.md, "Pixels", documents them for users.</summary>
    private sealed class Plan(SegmentedLevel level)
    {
        private readonly IfdLayout _layout = level.Layout;
        private readonly DataType _stored = level.StoredType;

        private ArrayShape Shape => level.Shape;

        private string AsTheyAre => $"{level.Words}, as they are";

        public VirtualArray Make()
        {
            if (level.Layouts.WhyAssembled() is { Count: > 0 } reasons)
                return Assembled(string.Join(", ", reasons));
            if (_layout.Compression == Compression.None)
                return _layout.Tiled ? Tiles() : Bands();
            var stripBytes = _layout.SegmentRowBytes * _layout.SegmentLength;
            if (_layout.Tiled || _layout.SegmentsDown == 1 || stripBytes >= ChunkRules.SmallestStoredStrip)
                return Deflated();
            return Assembled($"strips of only {_layout.SegmentLength} rows, {stripBytes} bytes, are gathered into bands");
        }

        private VirtualArray Tiles()
        {
            var shape = new ArrayShape(1, 1, 1, _layout.SegmentLength, _layout.SegmentWidth);
            var store = new StoredSegments(level.Segments, _layout, _layout.SegmentRowBytes * _layout.SegmentLength);
            return Array(_stored, shape, CodecChain.None, store, 0, (ChunkOrigin.Stored, Total(shape), AsTheyAre));
        }

        private VirtualArray Deflated()
        {
            var rows = _layout.SegmentLength;
            var shape = new ArrayShape(1, 1, 1, rows, _layout.SegmentWidth);
            var store = new ReencodedSegments(
                new StoredSegments(level.Segments, _layout, fixedLength: null), level, StoredEncoders.For(_layout.Compression)!, FillValue.Of(level.NoData, _stored));
            var lastAreShort = _layout.LastIsShort ? Planes : 0;
            return Array(
                _stored,
                shape,
                CodecChain.Zlib,
                store,
                rows * _layout.SegmentRowBytes,
                (ChunkOrigin.Stored, Total(shape) - lastAreShort, AsTheyAre),
                (ChunkOrigin.Assembled, lastAreShort, $"the last strip of a plane is short ({_layout.RowsOfSegment(_layout.SegmentsDown - 1)} of {rows} rows) and is filled up"));
        }

        private VirtualArray Bands()
        {
            var rows = ChunkRules.CutBandRows(_layout, _layout.SegmentRowBytes);
            var shape = new ArrayShape(1, 1, 1, rows, _layout.Width);
            var why = rows == _layout.SegmentLength ? AsTheyAre
                : rows > _layout.SegmentLength ? $"{level.Words} of {_layout.SegmentLength} rows, {rows} rows a chunk"
                : $"long {level.Words}, cut into {rows} rows a chunk";
            var store = new StripBandStore(level.Segments, _layout, rows, FillValue.Of(level.NoData, _stored));
            return Array(_stored, shape, CodecChain.None, store, 0, (ChunkOrigin.Stored, Total(shape), why));
        }

        private VirtualArray Assembled(string why)
        {
            var type = _stored with { BigEndian = false };
            var rowBytes = (long)_layout.Width * _layout.SamplesPerSegment * type.Size;
            var rows = _layout.Tiled ? _layout.SegmentLength
                : _layout.Compression == Compression.None ? ChunkRules.CutBandRows(_layout, rowBytes)
                : ChunkRules.BandRows(_layout, rowBytes);
            var shape = new ArrayShape(1, _layout.SamplesPerSegment, 1, rows, _layout.SegmentWidth);
            var decoder = new SegmentDecoder(level.Codecs, type, rows, level.Cache);
            var store = new AssembledChunks(level.Segments, decoder, Shape, shape, type.Size, FillValue.Of(level.NoData, type), level.Cache);
            var decodedBytes = Math.Max(shape.Volume * type.Size, level.Layouts.LargestDecoded(type));
            return Array(type, shape, CodecChain.None, store, decodedBytes, (ChunkOrigin.Assembled, Total(shape), why));
        }

        private VirtualArray Array(
            DataType type, ArrayShape chunk, CodecChain codecs, IChunkStore store, long decodedBytes, params (ChunkOrigin Origin, long Chunks, string Why)[] origins) => new(
                new ArrayMetadata(Shape.Lengths(), new ChunkGrid(chunk.Lengths()), type) { Codecs = codecs, Fill = FillValue.Of(level.NoData, type) },
                Shown(store, chunk, type),
                new Provenance(level.Storage, [.. origins.Where(o => o.Chunks > 0).Select(o => new OriginShare(o.Origin, o.Chunks, o.Why))], decodedBytes));

        private IChunkStore Shown(IChunkStore store, ArrayShape chunk, DataType type) => level.Layouts.Faults is { Count: > 0 } faults
            ? new FaultyPlanes(store, level.Segments, faults, chunk.C, chunk.Volume * type.Size)
            : store;

        private long Planes => checked((long)Shape.T * Shape.C * Shape.Z);

        private long Total(ArrayShape chunk) => Shape.GridOf(chunk).Volume;
    }
}
