using System.Text.Json.Nodes;
using OmeFs.Core.Codecs.Native;
using OmeFs.Core.Series;
using OmeFs.Core.Tiff;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Arrays;

/// <summary>
/// A level as an array of its segments just as they lie in the file, for clients that have codecs beyond Zarr's own: what a level that is
/// <see cref="ChunkOrigin.Assembled"/> can be in a reference document. Nobody mounts it.
/// </summary>
public sealed class EncodedLevel
{
    private readonly SeriesLevel _level;
    private readonly LevelLayouts _layouts;
    private readonly Func<ClientCodecs, DataType, VirtualArray> _array;

    /// <param name="array">The array with these codecs, of samples of this type.</param>
    internal EncodedLevel(SeriesLevel level, LevelLayouts layouts, Func<ClientCodecs, DataType, VirtualArray> array) =>
        (_level, _layouts, _array) = (level, layouts, array);

    private IfdLayout Layout => _layouts.First.Layout;

    /// <summary>The array, or why there is none. Of JPEG and LERC all IFDs are read.</summary>
    /// <exception cref="OmeFsException">An IFD cannot be read.</exception>
    public async Task<(VirtualArray? Array, string? WhyNot)> PlanAsync(CancellationToken cancellation = default)
    {
        var layout = Layout;
        var reasons = _layouts.EncodedReasons();
        if (reasons.Count > 0)
            return (null, string.Join(", ", reasons));
        var (compressor, whyNot) = await CompressorAsync(layout, cancellation);
        if (whyNot is not null)
            return (null, whyNot);
        var type = SampleTypes.Of(layout, _layouts.First.Ifd.BigEndian)!.Value;
        if (ClientCodecNames.GivesPixels(layout.Compression))
            type = type with { BigEndian = false };
        return (_array(new ClientCodecs(compressor, ClientCodecNames.Filter(layout, type)), type), null);
    }

    private async Task<(JsonObject? Compressor, string? WhyNot)> CompressorAsync(IfdLayout layout, CancellationToken cancellation)
    {
        var id = ClientCodecNames.For(layout.Compression)!;
        if (layout.Compression == Compression.Jpeg)
            return await JpegAsync(id, layout, cancellation);
        if (layout.Compression == Compression.Lerc && await IsPackedTwiceAsync(cancellation))
            return (null, "LERC that is compressed once more has no codec that Python's clients have");
        if (layout is { Compression: Compression.WebP, SamplesPerSegment: 4 })
            return (new JsonObject { ["id"] = id, ["hasalpha"] = true }, null);
        return (id.Length == 0 ? null : new JsonObject { ["id"] = id }, null);
    }

    /// <summary>Tables are an IFD's, codecs an array's.</summary>
    private async Task<(JsonObject? Compressor, string? WhyNot)> JpegAsync(string id, IfdLayout layout, CancellationToken cancellation)
    {
        JpegForm? first = null;
        foreach (var (ifd, label) in _level.Ifds)
        {
            cancellation.ThrowIfCancellationRequested();
            var form = await JpegForm.ReadAsync(ifd, label, cancellation);
            if (form != (first ??= form))
                return (null, form.Tables != first.Tables ? $"the JPEGTables of {label} are others than those before" : $"the colours of {label} are stored otherwise than those before");
        }
        return first!.HasColors(layout.Planar)
            ? (first.Codec(id, layout), null)
            : (null, $"imagecodecs has no name for the colours of its JPEG (PhotometricInterpretation {layout.Photometric})");
    }

    /// <summary>*Spec:* the second of LercParameters: 0 where nothing is done after LERC.</summary>
    private async Task<bool> IsPackedTwiceAsync(CancellationToken cancellation)
    {
        foreach (var (ifd, label) in _level.Ifds)
        {
            var tags = await SegmentTags.ReadAsync(ifd.File, await ifd.File.EntriesAsync(ifd.Record, label, cancellation), Compression.Lerc, cancellation);
            if (tags[TiffTag.LercParameters] is { Type: TiffFieldType.Long, Count: >= 2 } parameters && new TiffReader(parameters.Bytes.Span, ifd.BigEndian).UInt32(sizeof(uint)) != 0)
                return true;
        }
        return false;
    }
}
