using System.Text.Json.Nodes;
using OmeFs.Core.Arrays;
using OmeFs.Core.Codecs.Literal;
using OmeFs.Core.Codecs.Native;
using OmeFs.Core.Tiff;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Indexing.Export;

/// <summary>
/// A level as an array of its unchanged segments, for clients that have more codecs than Zarr's own. A reference document can have a level in this
/// form that is <see cref="ChunkOrigin.Assembled"/> in a mount. It is never mounted.
/// </summary>
internal sealed class ExportableLevel(SegmentedLevel level)
{
    private readonly IfdLayout _layout = level.Layout;

    /// <summary>The array, or why there is none. For JPEG and LERC, all IFDs are read.</summary>
    /// <exception cref="OmeFsException">An IFD cannot be read.</exception>
    public async Task<(VirtualArray? Array, string? WhyNot)> PlanAsync(CancellationToken cancellation = default)
    {
        var reasons = WhyNotExportable();
        if (reasons.Count > 0)
            return (null, string.Join(", ", reasons));
        var (compressor, whyNot) = await CompressorAsync(cancellation);
        if (whyNot is not null)
            return (null, whyNot);
        var type = ClientCodecNames.GivesPixels(_layout.Compression) ? level.StoredType with { BigEndian = false } : level.StoredType;
        return (Array(new CodecChain(ClientCodecNames.Filters(_layout, type), compressor is null ? [] : [compressor]), type), null);
    }

    /// <summary>Each segment is a chunk, unchanged.</summary>
    private VirtualArray Array(CodecChain codecs, DataType type)
    {
        var shape = new ArrayShape(1, _layout.SamplesPerSegment, 1, _layout.SegmentLength, _layout.SegmentWidth);
        long? fixedLength = _layout.Compression == Compression.None ? _layout.SegmentRowBytes * _layout.SegmentLength : null;
        var stored = new StoredSegments(level.Segments, _layout, fixedLength);
        var fill = FillValue.Of(level.NoData, type);
        // If the last strip is short, the compression has a stored form: other such levels are refused before.
        IChunkStore store = StoredEncoders.For(_layout.Compression) is { } form
            ? new ReencodedSegments(stored, level, form, _layout.Predictor == Predictor.None ? fill : FillValue.Zero(type))
            : stored;
        var samples = _layout.SamplesPerSegment;
        var metadata = new ArrayMetadata(level.Shape.Lengths(samples), new ChunkGrid(shape.Lengths(samples)), type) { Codecs = codecs, Fill = fill };
        var chunks = level.Shape.GridOf(shape).Volume;
        return new VirtualArray(
            metadata, store, new Provenance(level.Storage, [new OriginShare(ChunkOrigin.Stored, chunks, $"{level.Words}, as they are")], shape.Volume * type.Size));
    }

    /// <summary>Why the level's segments cannot be chunks, even for clients with a codec for each compression; empty if they can.</summary>
    private List<string> WhyNotExportable()
    {
        var (reasons, id) = (level.Layouts.Differences(), ClientCodecNames.For(_layout.Compression));
        if (level.Layouts.Faults.Count > 0)
            reasons.Add(FaultyPlanes.Word);
        if (id is null)
            reasons.Add($"{_layout.Compression.Title()} has no codec that Python's clients have");
        else if (level.Layouts.All.Any(one => ClientCodecNames.For(one.Layout.Compression) != id))
            reasons.Add("its planes are compressed in different ways");
        if (_layout.Subsampled && _layout.Compression != Compression.Jpeg)
            reasons.Add("subsampled YCbCr becomes RGB");
        if (_layout.Compression != Compression.Jpeg || _layout.ReversedBits) // JPEG decoders return 12-bit samples as 16 bits.
            LevelLayouts.AddSamples(reasons, _layout);
        if (_layout.LastIsShort && StoredEncoders.For(_layout.Compression) is null)
            reasons.Add($"the last strip of a plane is short ({_layout.RowsOfSegment(_layout.SegmentsDown - 1)} of {_layout.SegmentLength} rows), "
                + $"and {_layout.Compression.Title()} cannot be filled up");
        return reasons;
    }

    private async Task<(CodecSpec? Compressor, string? WhyNot)> CompressorAsync(CancellationToken cancellation)
    {
        var id = ClientCodecNames.For(_layout.Compression)!;
        if (_layout.Compression == Compression.Jpeg)
            return await JpegAsync(id, cancellation);
        if (_layout.Compression == Compression.Lerc && await IsPackedTwiceAsync(cancellation))
            return (null, "LERC that is compressed once more has no codec that Python's clients have");
        if (_layout is { Compression: Compression.WebP, SamplesPerSegment: 4 })
            return (new CodecSpec(id, new JsonObject { ["hasalpha"] = true }), null);
        return (id.Length == 0 ? null : new CodecSpec(id), null);
    }

    /// <summary>TIFF stores the JPEG tables per IFD, but Zarr has codecs per array.</summary>
    private async Task<(CodecSpec? Compressor, string? WhyNot)> JpegAsync(string id, CancellationToken cancellation)
    {
        JpegForm? first = null;
        foreach (var (ifd, label) in level.Level.Ifds)
        {
            cancellation.ThrowIfCancellationRequested();
            var form = await JpegForm.ReadAsync(ifd, label, cancellation);
            if (form != (first ??= form))
                return (null, form.Tables != first.Tables ? $"the JPEGTables of {label} differ from those of the previous IFDs" : $"{label} uses a different colour layout from the previous IFDs");
        }
        return first!.HasColors(_layout.Planar)
            ? (first.Codec(id, _layout), null)
            : (null, $"imagecodecs has no name for the colours of its JPEG (PhotometricInterpretation {(int)_layout.Photometric})");
    }

    /// <summary>*Spec:* the second value of LercParameters: 0 means no compression after LERC.</summary>
    private async Task<bool> IsPackedTwiceAsync(CancellationToken cancellation)
    {
        foreach (var (ifd, label) in level.Level.Ifds)
        {
            var tags = await SegmentTags.ReadAsync(ifd.File, await ifd.File.EntriesAsync(ifd.Record, label, cancellation), Compression.Lerc, cancellation);
            if (tags[TiffTag.LercParameters] is { Type: TiffFieldType.Long, Count: >= 2 } parameters && new TiffReader(parameters.Bytes.Span, ifd.BigEndian).UInt32(sizeof(uint)) != 0)
                return true;
        }
        return false;
    }
}
