using OmeFs.Core.Tiff;

namespace OmeFs.Core.Codecs.Native;

/// <summary>
/// Old-style JPEG (compression 6). libtiff's decoder for it needs the whole file, so each segment is converted to a complete JPEG, for the decoder
/// of compression 7. Safe from many threads.
/// </summary>
/// <param name="jpeg">Decodes segments of the same layout in compression 7, without tables.</param>
internal sealed class OldJpegCodec(in IfdLayout layout, SegmentTags tags, LayoutCodec jpeg) : LayoutCodec
{
    private readonly int _width = layout.SegmentWidth;
    private readonly int _length = layout.SegmentLength;
    private readonly ReadOnlyMemory<byte> _start = tags[TiffTag.JpegTables]?.Bytes ?? default;

    public override DecodedForm Form => jpeg.Form;

    public override int Decode(ReadOnlyMemory<byte> encoded, Span<byte> decoded)
    {
        var bytes = encoded.Span;
        if (JpegStart.Of(bytes, out var pixels) is { } own)
            return jpeg.Decode(Whole(own, bytes[pixels..]), decoded);
        if (_start.IsEmpty)
            throw new OmeFsException(FaultKind.Corrupt, "old-style JPEG: tables expected in tag 513, or 519 to 521, or in front of the pixels");
        var rows = (int)Math.Clamp(decoded.Length / Form.RowBytes(_width), 1, _length);
        if (_width > ushort.MaxValue || rows > ushort.MaxValue)
            throw new OmeFsException(FaultKind.Corrupt, $"old-style JPEG: at most 65535 x 65535 pixels expected, found {_width} x {rows}");
        // Wang's writer puts the scan header into the strips. It assigns the same tables as their order does.
        foreach (var header in new JpegSegments(bytes))
            if (header.Start == 0 && header.Marker == 0xDA)
                bytes = bytes[header.End..];
        var whole = Whole(_start.Span, bytes);
        JpegStart.Resize(whole, _width, rows);
        return jpeg.Decode(whole, decoded);
    }

    /// <summary>Start, pixels and EOI.</summary>
    private static byte[] Whole(ReadOnlySpan<byte> start, ReadOnlySpan<byte> pixels)
    {
        if (pixels is [0xFF, >= 0xD0 and <= 0xD7, ..])
            pixels = pixels[2..];
        var whole = new byte[start.Length + pixels.Length + 2];
        start.CopyTo(whole);
        pixels.CopyTo(whole.AsSpan(start.Length));
        (whole[^2], whole[^1]) = (0xFF, 0xD9);
        NumberRestarts(whole.AsSpan(start.Length));
        return whole;
    }

    /// <summary>Restart markers are numbered on from strip to strip, but a JPEG begins with RST0.</summary>
    private static void NumberRestarts(Span<byte> pixels)
    {
        var restarts = 0;
        for (var i = 0; i < pixels.Length - 1; i++)
            if (pixels[i] == 0xFF && pixels[i + 1] is >= 0xD0 and <= 0xD7)
                pixels[++i] = (byte)(0xD0 | (restarts++ & 7));
    }
}
