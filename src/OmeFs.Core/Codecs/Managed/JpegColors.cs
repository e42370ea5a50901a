namespace OmeFs.Core.Codecs.Managed;

/// <summary>YCbCr of JPEG to RGB in fixed point, with the factors and roundings of libjpeg-turbo. *Spec:* JFIF 1.02.</summary>
internal static class JpegColors
{
    private const int FractionBits = 16;
    private const int Half = 1 << (FractionBits - 1);
    private const int Middle = 128;

    private const int RedOfCr = 91881; // 1.40200
    private const int BlueOfCb = 116130; // 1.77200
    private const int GreenOfCr = -46802; // 0.71414
    private const int GreenOfCb = -22554; // 0.34414

    public static void ToRgb(ReadOnlySpan<byte> luma, ReadOnlySpan<byte> blues, ReadOnlySpan<byte> reds, Span<byte> rgb)
    {
        for (int x = 0, at = 0; at < rgb.Length; x++, at += 3)
        {
            int y = luma[x], cb = blues[x] - Middle, cr = reds[x] - Middle;
            rgb[at] = Clip(y + (((RedOfCr * cr) + Half) >> FractionBits));
            rgb[at + 1] = Clip(y + (((GreenOfCb * cb) + (GreenOfCr * cr) + Half) >> FractionBits));
            rgb[at + 2] = Clip(y + (((BlueOfCb * cb) + Half) >> FractionBits));
        }
    }

    private static byte Clip(int value) => (byte)Math.Clamp(value, 0, 255);
}
