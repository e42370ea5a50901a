using System.Buffers.Binary;
using OmeFs.Core.Codecs.Samples;

namespace OmeFs.Core.Codecs.Native;

/// <summary>
/// The size that a WebP image declares. libtiff 4.5 allocates memory for it, up to a gigabyte, before it checks that it is the segment's size.
/// </summary>
/// <remarks>*Spec:* RFC 9649: RIFF container, VP8X, VP8 (RFC 6386 section 9.1) and VP8L chunks.</remarks>
internal static class WebPHeader
{
    private const int ChunkAt = 12;
    private const int ContentAt = 20;
    private const int Length = ContentAt + 10;

    /// <param name="reversedBits">Whether FillOrder is 2, which libtiff applies to WebP, as to every compression except JPEG.</param>
    /// <exception cref="OmeFsException"><see cref="FaultKind.Corrupt"/>: it is not a WebP image, or has another size.</exception>
    public static void Expect(ReadOnlySpan<byte> encoded, bool reversedBits, int width, int height)
    {
        Span<byte> webP = stackalloc byte[Math.Min(encoded.Length, Length)];
        encoded[..webP.Length].CopyTo(webP);
        if (reversedBits)
            SampleUnpacker.ReverseBits(webP);
        if (webP.Length < Length || !webP[..4].SequenceEqual("RIFF"u8) || !webP[8..ChunkAt].SequenceEqual("WEBP"u8))
            throw new OmeFsException(FaultKind.Corrupt, "WebP: \"RIFF\" and \"WEBP\" expected at the start");
        // In an extended file, the image's own chunk follows. libwebp checks that both sizes agree.
        var found = Size(webP[ChunkAt..ContentAt], webP[ContentAt..]);
        if (found != (width, height))
            throw new OmeFsException(FaultKind.Corrupt, $"WebP: {width} x {height} pixels expected, found {found.Width} x {found.Height}");
    }

    private static (int Width, int Height) Size(ReadOnlySpan<byte> name, ReadOnlySpan<byte> content)
    {
        if (name.StartsWith("VP8 "u8))
            return (UInt16(content, 6) & 0x3FFF, UInt16(content, 8) & 0x3FFF);
        if (name.StartsWith("VP8X"u8))
            return (UInt24(content, 4) + 1, UInt24(content, 7) + 1);
        if (!name.StartsWith("VP8L"u8))
            throw new OmeFsException(FaultKind.Corrupt, $"WebP: a VP8, VP8L or VP8X chunk expected at offset {ChunkAt}");
        var bits = BinaryPrimitives.ReadUInt32LittleEndian(content[1..]);
        return ((int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1);
    }

    private static int UInt16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static int UInt24(ReadOnlySpan<byte> bytes, int at) => UInt16(bytes, at) | (bytes[at + 2] << 16);
}
