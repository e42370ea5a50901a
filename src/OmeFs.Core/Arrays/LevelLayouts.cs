using OmeFs.Core.Codecs;
using OmeFs.Core.Series;
using OmeFs.Core.Tiff;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Arrays;

/// <summary>
/// The layouts and byte orders that occur among a level's planes, each with the first IFD that has it: what can be shown, and how, depends
/// on them.
/// </summary>
internal sealed class LevelLayouts
{
    private readonly int _samplesPerPixel;
    private readonly int _depth;
    private readonly List<Occurrence> _occurrences = [];
    private readonly HashSet<(IfdLayout Layout, bool BigEndian)> _seen = [];

    private LevelLayouts(int samplesPerPixel, int depth) => (_samplesPerPixel, _depth) = (samplesPerPixel, depth);

    public Occurrence First => _occurrences[0];

    /// <exception cref="OmeFsException">No file has an IFD for any plane of the level.</exception>
    public static LevelLayouts Of(ImageSeries series, SeriesLevel level)
    {
        var layouts = new LevelLayouts(series.SamplesPerPixel, series.Depth);
        var (lastFile, lastLayout) = ((TiffFile?)null, -1);
        foreach (var (ifd, label) in level.Ifds)
            if (ifd.File != lastFile || ifd.Record.Layout != lastLayout)
            {
                (lastFile, lastLayout) = (ifd.File, ifd.Record.Layout);
                layouts.Add(ifd, label);
            }
        return layouts._occurrences.Count > 0
            ? layouts
            : throw new OmeFsException(FaultKind.Corrupt, $"none of the IFDs that the image '{series.Name}' names is there, or they have no pixels");
    }

    private void Add(PlaneIfd ifd, IfdLabel label)
    {
        if (_seen.Add((ifd.Layout, ifd.BigEndian)))
            _occurrences.Add(new Occurrence(ifd.Layout, ifd, label));
    }

    /// <summary>Throws what omefs cannot show, by IFD and tag.</summary>
    public async Task CheckAllAsync(LevelCodecs codecs, CancellationToken cancellation)
    {
        foreach (var occurrence in _occurrences)
        {
            Check(occurrence);
            try
            {
                await codecs.ForAsync(occurrence.Ifd, occurrence.Layout, cancellation);
            }
            catch (OmeFsException fault) when (fault.Kind == FaultKind.Unsupported)
            {
                throw Fault(FaultKind.Unsupported, occurrence, TiffTag.Compression, fault.Message);
            }
        }
    }

    /// <summary>Bytes of the largest segment of any layout, decoded into samples of this type; long uncompressed strips are decoded in pieces.</summary>
    public long LargestDecoded(DataType type) => _occurrences.Select(occurrence => occurrence.Layout)
        .Where(layout => layout is not { Tiled: false, Compression: Compression.None, Subsampled: false })
        .Select(layout => (Int128)layout.SegmentWidth * layout.SegmentLength * layout.SegmentDepth * layout.SamplesPerSegment * type.Size)
        .Select(bytes => (long)Int128.Min(bytes, long.MaxValue)).DefaultIfEmpty().Max();

    /// <summary>Why the level cannot be shown as it is stored; empty where it can.</summary>
    public IReadOnlyList<string> Reasons()
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

    /// <summary>Why the level's segments cannot be chunks for a client that has a codec for each compression; empty where they can.</summary>
    public IReadOnlyList<string> EncodedReasons()
    {
        var layout = First.Layout;
        var (reasons, id) = (Differences(), ClientCodecNames.For(layout.Compression));
        if (id is null)
            reasons.Add($"{layout.Compression.Title()} has no codec that Python's clients have");
        else if (_occurrences.Exists(o => ClientCodecNames.For(o.Layout.Compression) != id))
            reasons.Add("its planes are compressed in different ways");
        if (layout.Subsampled && layout.Compression != Compression.Jpeg)
            reasons.Add("subsampled YCbCr becomes RGB");
        if (layout.Compression != Compression.Jpeg || layout.ReversedBits) // whose decoder gives 12 bits as 16
            AddSamples(reasons, layout);
        if (layout.LastIsShort && LiteralForms.For(layout.Compression) is null)
            reasons.Add($"the last strip of a plane is short ({layout.RowsOfSegment(layout.Down - 1)} of {layout.SegmentLength} rows), and {layout.Compression.Title()} cannot be filled up");
        return reasons;
    }

    /// <summary>What keeps a level's segments from being chunks of one array, whatever their codec.</summary>
    private List<string> Differences()
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

    private static void AddSamples(List<string> reasons, in IfdLayout layout)
    {
        if (layout.Format == SampleFormat.ComplexInteger)
            reasons.Add("complex integers become complex floats");
        else if (!SampleTypes.IsWhole(layout))
            reasons.Add(layout.ReversedBits ? "bits are in reversed order (FillOrder 2)" : $"samples of {layout.BitsPerSample} bits are unpacked");
    }

    private void Check(Occurrence occurrence)
    {
        var (layout, first) = (occurrence.Layout, First.Layout);
        if (!layout.HasSegments)
            throw Fault(FaultKind.Corrupt, occurrence, TiffTag.StripOffsets, "missing: the IFD has no pixels");
        if ((layout.Width, layout.Length) != (first.Width, first.Length))
            throw Unlike(occurrence, TiffTag.ImageWidth, $"{first.Width}×{first.Length} pixels", $"{layout.Width}×{layout.Length}");
        if (layout.Depth != _depth)
            throw Unlike(occurrence, TiffTag.ImageDepth, $"{_depth} plane(s) in one IFD", $"{layout.Depth}");
        if (layout.SamplesPerPixel != _samplesPerPixel)
            throw Unlike(occurrence, TiffTag.SamplesPerPixel, $"{_samplesPerPixel}", $"{layout.SamplesPerPixel}");
        if (layout.BitsPerSample == 0)
            throw Unsupported(occurrence, TiffTag.BitsPerSample, "the samples of a pixel differ in size, which Zarr cannot show");
        if (SampleTypes.Of(layout, false) is not { } type)
            throw Unsupported(
                occurrence, TiffTag.BitsPerSample, $"samples of {layout.BitsPerSample} bits (SampleFormat {layout.Format}) have no Zarr type");
        if (SampleTypes.Of(first, false) is { } firstType && firstType != type)
            throw Unlike(occurrence, TiffTag.BitsPerSample, $"{firstType}", $"{type}");
        CheckSegments(occurrence, layout, type);
    }

    private void CheckSegments(Occurrence occurrence, in IfdLayout layout, DataType type)
    {
        if (!LevelCodecs.Handle(layout.Compression))
            throw Unsupported(
                occurrence, TiffTag.Compression, $"{layout.Compression.Title()} cannot be decoded");
        if (layout.SegmentDepth > 1 && (SegmentCodecs.For(layout.Compression) is null || layout.Subsampled))
            throw Unsupported(occurrence, TiffTag.TileDepth, $"{layout.Compression.Title()} tiles of {layout.SegmentDepth} planes are not decoded");
        if (!CanUndo(layout))
            throw Unsupported(
                occurrence, TiffTag.Predictor, $"predictor {(ushort)layout.Predictor} of samples of {layout.BitsPerSample} bits is not defined");
        if (layout.Tiled && BytesOutside(layout) > TiffLimits.MaxBytesOutside)
            throw Unsupported(
                occurrence, TiffTag.TileWidth, $"tiles of {layout.SegmentWidth}×{layout.SegmentLength} pixels, of which the image fills {layout.Width}×{layout.Length}");
        var most = NeedsDecoding(layout) ? TiffLimits.MaxSegmentBytes : TiffLimits.MaxStoredSegmentBytes;
        if (Int128.Max(layout.SegmentRowBytes, DecodedRowBytes(layout, type)) * layout.SegmentLength * layout.SegmentDepth > most)
            throw Unsupported(
                occurrence,
                TiffTag.RowsPerStrip,
                $"a {layout.SegmentWord} of {layout.SegmentWidth}×{layout.SegmentLength} pixels is too large to be decoded at once");
    }

    private static DataType? StoredType(Occurrence occurrence) => SampleTypes.Of(occurrence.Layout, occurrence.Ifd.BigEndian);

    /// <summary>Of an image that is smaller than a tile.</summary>
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

    /// <summary>Whether two layouts can be one array without decoding: all that Zarr's metadata says is the same.</summary>
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

    private OmeFsException Unlike(Occurrence occurrence, TiffTag tag, string expected, string found) =>
        Unsupported(occurrence, tag, $"{expected} as in {Place(occurrence)} expected, found {found}");

    /// <summary>The first occurrence as a message about another one calls it.</summary>
    private string Place(Occurrence other) =>
        First.Ifd.File == other.Ifd.File ? $"{First.Label}" : $"{First.Label} of {Path.GetFileName(First.Ifd.File.Source.Name)}";

    private OmeFsException Unsupported(Occurrence occurrence, TiffTag tag, string what) => Fault(FaultKind.Unsupported, occurrence, tag, what);

    private OmeFsException Fault(FaultKind kind, Occurrence occurrence, TiffTag tag, string what) =>
        new(kind, $"{occurrence.Ifd.File.Source.Name}: {occurrence.Label} at offset {occurrence.Ifd.Record.Offset}: tag {(ushort)tag} {tag}: {what}");

    public sealed record Occurrence(IfdLayout Layout, PlaneIfd Ifd, IfdLabel Label);
}
