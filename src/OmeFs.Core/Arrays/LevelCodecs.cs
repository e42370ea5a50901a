using System.Collections.Concurrent;
using OmeFs.Core.Codecs;
using OmeFs.Core.Codecs.Native;
using OmeFs.Core.Codecs.Png;
using OmeFs.Core.Codecs.Samples;
using OmeFs.Core.Series;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Arrays;

/// <summary>The codec of a segment, and the form of its decoded bytes.</summary>
/// <param name="HandlesFillOrder">The codec handles FillOrder itself.</param>
internal readonly record struct LevelCodec(ISegmentCodec Codec, DecodedForm Form, bool HandlesFillOrder);

/// <summary>
/// Finds the codec of a level's IFDs. Codecs of libtiff and OpenJPEG need more tags than the layout has, such as JPEGTables. These may differ
/// from IFD to IFD; IFDs with the same tags share a codec. The tags are read once per IFD, not once per segment.
/// </summary>
internal sealed class LevelCodecs
{
    /// <summary>The most IFDs with a cached codec. Arbitrary: more than readers use at a time, and little memory.</summary>
    private const int MostRemembered = 4096;

    // Created on demand: a source may have many thousand levels, and most need neither.
    private readonly Lazy<ConcurrentDictionary<(TiffFile File, long Ifd), LevelCodec>> _ofIfd = new();
    private readonly Lazy<ConcurrentDictionary<(IfdLayout Layout, bool BigEndian, SegmentTags Tags), LayoutCodec>> _native = new();
    private readonly Lazy<ConcurrentDictionary<(IfdLayout Layout, YCbCrColors Colors), SubsampledYCbCr>> _subsampled = new();

    /// <summary>Whether omefs has a codec for such segments, even if its library is not installed.</summary>
    public static bool CanDecode(Compression compression) => SegmentCodecs.For(compression) is not null || compression == Compression.Png || NativeCodecs.CanDecode(compression);

    /// <exception cref="OmeFsException"><see cref="FaultKind.Unsupported"/>: the codec's library is not installed, or cannot decode such pixels.</exception>
    public ValueTask<LevelCodec> ForAsync(PlaneIfd ifd, IfdLayout layout, CancellationToken cancellation) =>
        layout.Compression == Compression.Png ? ValueTask.FromResult(new LevelCodec(PngCodec.For(layout), PngCodec.FormOf(layout), true))
            : SegmentCodecs.For(layout.Compression) is { } managed && !layout.Subsampled
                ? ValueTask.FromResult(new LevelCodec(managed, new DecodedForm(layout.SamplesPerSegment, layout.BitsPerSample, true), false))
            : _ofIfd.Value.TryGetValue((ifd.File, ifd.Record.Offset), out var known) ? ValueTask.FromResult(known)
            : new ValueTask<LevelCodec>(RememberAsync(ifd, layout, cancellation));

    private async Task<LevelCodec> RememberAsync(PlaneIfd ifd, IfdLayout layout, CancellationToken cancellation)
    {
        var codec = SegmentCodecs.For(layout.Compression) is { } managed
            ? await SubsampledAsync(managed, ifd, layout, cancellation)
            : await NativeAsync(ifd, layout, cancellation);
        if (_ofIfd.Value.Count >= MostRemembered)
            _ofIfd.Value.Clear();
        _ofIfd.Value[(ifd.File, ifd.Record.Offset)] = codec;
        return codec;
    }

    private async Task<LevelCodec> SubsampledAsync(ISegmentCodec inner, PlaneIfd ifd, IfdLayout layout, CancellationToken cancellation)
    {
        var colors = await YCbCrColors.ReadAsync(ifd.File, await ifd.File.EntriesAsync(ifd.Record, default, cancellation), cancellation);
        var codec = _subsampled.Value.GetOrAdd((layout, colors), static (key, inner) => new SubsampledYCbCr(inner, key.Layout, key.Colors), inner);
        codec.Expect();
        return new LevelCodec(codec, new DecodedForm(layout.SamplesPerSegment, layout.BitsPerSample, false), false);
    }

    private async Task<LevelCodec> NativeAsync(PlaneIfd ifd, IfdLayout layout, CancellationToken cancellation)
    {
        var tags = NeedsTags(layout.Compression)
            ? await SegmentTags.ReadAsync(ifd.File, await ifd.File.EntriesAsync(ifd.Record, default, cancellation), layout.Compression, cancellation)
            : SegmentTags.None;
        var codec = _native.Value.GetOrAdd((layout, ifd.BigEndian, tags), static key => NativeCodecs.For(key.Layout, key.BigEndian, key.Tags));
        return new LevelCodec(codec, codec.Form, true);
    }

    private static bool NeedsTags(Compression compression) => compression is Compression.Jpeg or Compression.OldJpeg or Compression.Lerc
        or Compression.CcittRle or Compression.CcittRleW or Compression.CcittFax3 or Compression.CcittFax4;
}
