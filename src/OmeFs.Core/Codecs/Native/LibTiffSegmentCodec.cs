using System.Collections.Concurrent;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Codecs.Native;

/// <summary>
/// Segments of one layout, decoded by libtiff. Handles are opened when they are needed, one per concurrent decode, and reused.
/// Safe from many threads.
/// </summary>
internal sealed class LibTiffSegmentCodec : LayoutCodec
{
    private readonly IfdLayout _layout;
    private readonly SegmentDescription _description;
    private readonly ConcurrentDictionary<Variant, HandlePool> _pools = new();

    /// <param name="undoPredictor">Whether libtiff undoes the predictor, and with it the byte order, in compressions for which it otherwise gives bytes.</param>
    /// <exception cref="OmeFsException"><see cref="FaultKind.Unsupported"/>.</exception>
    public LibTiffSegmentCodec(in IfdLayout layout, bool bigEndian, SegmentTags tags, bool undoPredictor = false)
    {
        if (Binding.TiffHasCodec((ushort)layout.Compression) == 0)
            throw new OmeFsException(FaultKind.Unsupported, $"{layout.Compression.Title()}: {NativeCodecs.Libraries} on this machine were built without it");
        NativeForms.Expect(layout);
        _layout = layout;
        var asBytes = !undoPredictor && NativeForms.Kind(layout.Compression) == NativeKind.Bytes;
        _description = new SegmentDescription(layout, bigEndian, tags, asBytes);
        Form = new DecodedForm(layout.SamplesPerSegment, layout.BitsPerSample, asBytes);
        // If libtiff refuses the layout, it does so now, not at the first segment.
        Pool(new Variant(layout.SegmentLength, 1, 1)).Open().Dispose();
    }

    public override DecodedForm Form { get; }

    public override int LargestRatio => NativeForms.LargestRatio(_layout);

    public override int Decode(ReadOnlyMemory<byte> encoded, Span<byte> decoded)
    {
        if (encoded.IsEmpty || decoded.IsEmpty)
            throw new OmeFsException(FaultKind.Corrupt, $"{_layout.Compression.Title()}: the {_layout.SegmentWord} is empty");
        var variant = VariantOf(encoded.Span, decoded.Length);
        var pool = Pool(variant);
        var handle = pool.Take();
        var count = handle.Decode(encoded.Span, decoded, out var fault);
        if (count < 0)
        {
            // The decoder's buffer is undefined after a failure.
            handle.Dispose();
            throw Fault(fault);
        }
        pool.Return(handle);
        return (int)count;
    }

    private HandlePool Pool(Variant variant) =>
        _pools.GetOrAdd(variant, static (it, description) => new HandlePool(description.Tiff(it.Rows, (it.Horizontal, it.Vertical))), _description);

    private Variant VariantOf(ReadOnlySpan<byte> encoded, int decodedBytes)
    {
        var rows = (int)Math.Clamp(Ceiling.Divide(decodedBytes, _layout.SegmentRowBytes), 1, _layout.SegmentLength);
        if (_layout.Compression == Compression.WebP)
            WebPHeader.Expect(encoded, _layout.ReversedBits, _layout.SegmentWidth, rows);
        // Tag 530 is often missing or wrong; the values in the JPEG count.
        return _description.IsYCbCrJpeg && JpegHeader.TryParse(encoded, out var jpeg)
            ? new Variant(rows, jpeg.Horizontal, jpeg.Vertical)
            : new Variant(rows, 1, 1);
    }

    private OmeFsException Fault(string fault) => new(FaultKind.Corrupt, $"{_layout.Compression.Title()}: {fault}");

    /// <summary>The properties that may differ between segments of one layout: the last strip's rows, and a JPEG's subsampling.</summary>
    private readonly record struct Variant(int Rows, int Horizontal, int Vertical);
}
