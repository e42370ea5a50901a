using OmeFs.Core.Codecs;
using OmeFs.Core.Codecs.Samples;
using OmeFs.Core.Series;
using OmeFs.Core.Series.Sets;
using OmeFs.Core.Tiff;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Arrays;

/// <summary>
/// The layouts and byte orders of a level's planes, each with the first IFD that has it. They decide what can be shown, and how. A plane that
/// cannot be decoded, or whose size or type differs from the majority, does not affect the others.
/// </summary>
internal sealed class LevelLayouts
{
    private readonly ImageSeries _series;
    private readonly bool _isLevel0;
    private readonly Dictionary<(IfdLayout Layout, bool BigEndian), Occurrence> _found = [];
    private readonly Dictionary<IfdLayout, OmeFsException> _faults = [];
    private List<Occurrence> _occurrences = [];

    private LevelLayouts(ImageSeries series, bool isLevel0) => (_series, _isLevel0) = (series, isLevel0);

    public Occurrence First => _occurrences[0];

    public IReadOnlyList<Occurrence> All => _occurrences;

    /// <summary>Why planes of some layouts cannot be shown while others of the level can. Includes IFDs that cannot be read.</summary>
    public IReadOnlyDictionary<IfdLayout, OmeFsException> Faults => _faults;

    /// <summary><see cref="Faults"/> as notices. IFDs that cannot be read have a separate notice.</summary>
    public IEnumerable<string> Notices =>
        from occurrence in _found.Values
        where _faults.ContainsKey(occurrence.Layout) && !occurrence.Layout.IsUnreadable
        select $"{occurrence.Ifds} of its IFDs cannot be shown, and reading their pixels is an error: {_faults[occurrence.Layout].Message}";

    /// <exception cref="OmeFsException">No file has an IFD for any plane of the level.</exception>
    public static LevelLayouts Of(ImageSeries series, int levelNumber)
    {
        var layouts = new LevelLayouts(series, levelNumber == 0);
        var (last, lastFile, lastLayout) = ((Occurrence?)null, (TiffFile?)null, -1);
        foreach (var (ifd, label) in series.Levels[levelNumber].AllIfds)
        {
            if (ifd.File != lastFile || ifd.Record.Layout != lastLayout)
                (last, lastFile, lastLayout) = (layouts.OccurrenceOf(ifd, label), ifd.File, ifd.Record.Layout);
            last!.Ifds++;
        }
        return layouts._found.Keys.Any(found => found.Layout.HasSegments)
            ? layouts
            : throw new OmeFsException(FaultKind.Corrupt, $"the file has none of the IFDs of the image '{series.Name}', or they have no pixels");
    }

    private Occurrence OccurrenceOf(PlaneIfd ifd, IfdLabel label)
    {
        if (!_found.TryGetValue((ifd.Layout, ifd.BigEndian), out var occurrence))
            _found.Add((ifd.Layout, ifd.BigEndian), occurrence = new Occurrence(ifd.Layout, ifd, label));
        return occurrence;
    }

    /// <summary>Finds the layouts that omefs cannot show, by IFD and tag.</summary>
    /// <exception cref="OmeFsException">omefs cannot show any plane of the level.</exception>
    public async Task CheckAllAsync(LevelCodecs codecs, CancellationToken cancellation)
    {
        foreach (var occurrence in _found.Values)
            if ((FaultOf(occurrence) ?? await CodecFaultAsync(codecs, occurrence, cancellation)) is { } fault)
                _faults.TryAdd(occurrence.Layout, fault);
        _occurrences = [.. _found.Values.Where(occurrence => !_faults.ContainsKey(occurrence.Layout))];
        if (_occurrences.Count == 0)
            throw _faults.First(fault => fault.Key.HasSegments).Value;
        var most = _occurrences.Where(IsOfTheSeries).GroupBy(occurrence => PlaneKind.Of(occurrence.Layout)).MaxBy(kind => kind.Sum(occurrence => occurrence.Ifds))
            ?? throw Unlike(First, First.Layout, PlaneKind.Of(First.Layout) with { Depth = _series.Depth, SamplesPerPixel = _series.SamplesPerPixel }, "");
        foreach (var occurrence in _occurrences)
            if (PlaneKind.Of(occurrence.Layout) != most.Key)
                _faults.TryAdd(occurrence.Layout, Unlike(occurrence, occurrence.Layout, most.Key, $" as in {Place(most.First(), occurrence)}"));
        _occurrences = [.. most];
    }

    private async Task<OmeFsException?> CodecFaultAsync(LevelCodecs codecs, Occurrence occurrence, CancellationToken cancellation)
    {
        try
        {
            await codecs.ForAsync(occurrence.Ifd, occurrence.Layout, cancellation);
            return null;
        }
        catch (OmeFsException fault) when (fault.Kind == FaultKind.Unsupported)
        {
            return Fault(FaultKind.Unsupported, occurrence, TiffTag.Compression, fault.Message);
        }
    }

    /// <summary>Level 0 has the shape of the image. Other levels have the shape of most of their IFDs.</summary>
    private bool IsOfTheSeries(Occurrence occurrence) =>
        occurrence.Layout is var layout
        && (layout.Depth, layout.SamplesPerPixel) == (_series.Depth, _series.SamplesPerPixel)
        && (!_isLevel0 || (layout.Width, layout.Length) == (_series.Shape.X, _series.Shape.Y));

    /// <summary>Bytes of the largest decoded segment of any layout, as samples of this type. Long uncompressed strips are decoded in pieces.</summary>
    public long LargestDecoded(DataType type) => _occurrences.Select(occurrence => occurrence.Layout)
        .Where(layout => layout is not { Tiled: false, Compression: Compression.None, Subsampled: false })
        .Select(layout => (Int128)layout.SegmentWidth * layout.SegmentLength * layout.SegmentDepth * layout.SamplesPerSegment * type.Size)
        .Select(bytes => (long)Int128.Min(bytes, long.MaxValue)).DefaultIfEmpty().Max();

    /// <summary>Why the level cannot be shown as it is stored; empty if it can.</summary>
    public IReadOnlyList<string> WhyAssembled()
    {
        var layout = First.Layout;
        var reasons = Differences();
        if (layout.Subsampled)
            reasons.Add("subsampled YCbCr becomes RGB");
        if (layout.SamplesPerSegment > 1)
            reasons.Add("interleaved samples become channels");
        if (layout.Compression != Compression.None && !layout.Compression.IsDeflate())
            reasons.Add($"{layout.Compression.Title()} is decoded");
        if (layout.Predictor != Predictor.None)
            reasons.Add($"predictor {(ushort)layout.Predictor} is undone");
        AddSamples(reasons, layout);
        return reasons;
    }

    /// <summary>Why a level's segments cannot be chunks of one array, whatever their codec; empty if they can.</summary>
    public List<string> Differences()
    {
        var reasons = new List<string>();
        var layout = First.Layout;
        if (_occurrences.Exists(o => !SameStorage(o.Layout, layout)))
            reasons.Add("its planes are stored in different ways");
        if (_occurrences.Exists(o => StoredType(o) != StoredType(First)))
            reasons.Add("its files differ in byte order");
        if (layout.SegmentDepth > 1)
            reasons.Add($"tiles of {layout.SegmentDepth} planes are taken apart");
        return reasons;
    }

    /// <summary>Adds the reasons why samples cannot be shown as they are stored.</summary>
    public static void AddSamples(List<string> reasons, in IfdLayout layout)
    {
        if (layout.Format == SampleFormat.ComplexInteger)
            reasons.Add("complex integers become complex floats");
        else if (!SampleTypes.IsWhole(layout))
            reasons.Add(layout.ReversedBits ? "bits are in reversed order (FillOrder 2)" : $"samples of {layout.BitsPerSample} bits are unpacked");
    }

    private static OmeFsException? FaultOf(Occurrence occurrence)
    {
        var layout = occurrence.Layout;
        if (layout.IsUnreadable)
            return occurrence.Ifd.File.Unreadable.GetValueOrDefault(occurrence.Label) ?? new OmeFsException(FaultKind.Corrupt, $"{occurrence.Label} cannot be read");
        if (layout.BitsPerSample == 0)
            return Unsupported(occurrence, TiffTag.BitsPerSample, "the samples of a pixel differ in size, which Zarr cannot show");
        return SampleTypes.Of(layout, false) is { } type
            ? FaultOfSegments(occurrence, layout, type)
            : Unsupported(occurrence, TiffTag.BitsPerSample, $"samples of {layout.BitsPerSample} bits (SampleFormat {layout.Format}) have no Zarr type");
    }

    private static OmeFsException? FaultOfSegments(Occurrence occurrence, in IfdLayout layout, DataType type)
    {
        if (!LevelCodecs.CanDecode(layout.Compression))
            return Unsupported(
                occurrence, TiffTag.Compression, $"{layout.Compression.Title()} cannot be decoded");
        if (layout.SegmentDepth > 1 && (SegmentCodecs.For(layout.Compression) is null || layout.Subsampled))
            return Unsupported(occurrence, TiffTag.TileDepth, $"{layout.Compression.Title()} tiles of {layout.SegmentDepth} planes are not decoded");
        if (!CanUndo(layout))
            return Unsupported(
                occurrence, TiffTag.Predictor, $"predictor {(ushort)layout.Predictor} of samples of {layout.BitsPerSample} bits is not defined");
        if (layout.Tiled && BytesOutside(layout) > TiffLimits.MaxBytesOutside)
            return Unsupported(
                occurrence, TiffTag.TileWidth, $"tiles of {layout.SegmentWidth}×{layout.SegmentLength} pixels, of which the image fills {layout.Width}×{layout.Length}");
        var most = NeedsDecoding(layout) ? TiffLimits.MaxSegmentBytes : TiffLimits.MaxStoredSegmentBytes;
        return Int128.Max(layout.SegmentRowBytes, DecodedRowBytes(layout, type)) * layout.SegmentLength * layout.SegmentDepth > most
            ? Unsupported(
                occurrence,
                TiffTag.RowsPerStrip,
                $"a {layout.SegmentWord} of {layout.SegmentWidth}×{layout.SegmentLength} pixels is too large to be decoded at once")
            : null;
    }

    private static DataType? StoredType(Occurrence occurrence) => SampleTypes.Of(occurrence.Layout, occurrence.Ifd.BigEndian);

    /// <summary>Decoded bytes of a tile outside the image, for an image that is smaller than its tile.</summary>
    private static Int128 BytesOutside(in IfdLayout layout)
    {
        var inside = (Int128)Math.Min(layout.Width, layout.SegmentWidth) * Math.Min(layout.Length, layout.SegmentLength);
        return ((Int128)layout.SegmentWidth * layout.SegmentLength - inside) * layout.SamplesPerSegment * layout.BitsPerSample / 8;
    }

    private static bool CanUndo(in IfdLayout layout) => layout.Predictor switch
    {
        Predictor.None => true,
        Predictor.Horizontal => HorizontalPredictor.Takes(layout.BitsPerSample) && layout.Format != SampleFormat.ComplexInteger,
        Predictor.FloatingPoint => layout.Format == SampleFormat.Float && FloatPredictor.Takes(layout.BitsPerSample),
        _ => false,
    };

    private static bool NeedsDecoding(in IfdLayout layout) => layout.Tiled || layout.Subsampled || layout.Compression != Compression.None;

    private static long DecodedRowBytes(in IfdLayout layout, DataType type) => (long)layout.SegmentWidth * layout.SamplesPerSegment * type.Size;

    /// <summary>Whether two layouts can be in one array without decoding: they give the same Zarr metadata.</summary>
    private static bool SameStorage(in IfdLayout a, in IfdLayout b) => Storage(a) == Storage(b);

    private static (bool, int, long, bool, bool, bool, Predictor, bool, int) Storage(in IfdLayout layout) => (
        layout.Tiled,
        layout.SegmentWidth,
        layout.SegmentLength * (long)layout.SegmentDepth,
        layout.Planar,
        layout.Compression == Compression.None,
        layout.Compression.IsDeflate(),
        layout.Predictor,
        layout.ReversedBits,
        layout.BitsPerSample);

    /// <param name="asIn">In words, the IFD that is as expected.</param>
    private static OmeFsException Unlike(Occurrence occurrence, in IfdLayout layout, in PlaneKind expected, string asIn)
    {
        var (tag, want, found) = (layout.Width, layout.Length) != (expected.Width, expected.Length)
                ? (TiffTag.ImageWidth, $"{expected.Width}×{expected.Length} pixels", $"{layout.Width}×{layout.Length}")
            : layout.Depth != expected.Depth ? (TiffTag.ImageDepth, $"{expected.Depth} plane(s) in one IFD", $"{layout.Depth}")
            : layout.SamplesPerPixel != expected.SamplesPerPixel ? (TiffTag.SamplesPerPixel, $"{expected.SamplesPerPixel}", $"{layout.SamplesPerPixel}")
            : (TiffTag.BitsPerSample, $"{expected.Type}", $"{SampleTypes.Of(layout, false)}");
        return Unsupported(occurrence, tag, $"{want}{asIn} expected, found {found}");
    }

    /// <summary>How a message about another occurrence names this one.</summary>
    private static string Place(Occurrence occurrence, Occurrence other) =>
        occurrence.Ifd.File == other.Ifd.File ? $"{occurrence.Label}" : $"{occurrence.Label} of {occurrence.Ifd.File.Source.FileName}";

    private static OmeFsException Unsupported(Occurrence occurrence, TiffTag tag, string what) => Fault(FaultKind.Unsupported, occurrence, tag, what);

    private static OmeFsException Fault(FaultKind kind, Occurrence occurrence, TiffTag tag, string what) =>
        new(kind, $"{occurrence.Ifd.File.Source.Name}: {occurrence.Label} at offset {occurrence.Ifd.Record.Offset}: tag {(ushort)tag} {tag}: {what}");

    public sealed record Occurrence(IfdLayout Layout, PlaneIfd Ifd, IfdLabel Label)
    {
        /// <summary>How many IFDs have this layout.</summary>
        public long Ifds { get; set; }
    }
}
