namespace OmeFs.Core.Codecs.Samples;

/// <summary>
/// Converts 8-bit YCbCr to RGB by tables of fixed-point numbers. It rounds where libtiff's TIFFReadRGBAImage rounds, so both give the same result.
/// </summary>
/// <remarks>*Spec:* TIFF 6.0 section 21: R = Y + Cr (2 - 2 LumaRed), B = Y + Cb (2 - 2 LumaBlue), and G from Y = LumaRed R + LumaGreen G + LumaBlue B.</remarks>
internal sealed class YCbCrTables
{
    private const int Codes = 256;
    private const int Middle = 128;
    private const int FractionBits = 16;
    private const int Half = 1 << (FractionBits - 1);

    /// <summary>Values further than this outside the range are clipped before they are multiplied. Arbitrary; libtiff's value.</summary>
    private const float Most = Middle * 32;

    private readonly int[] _y = new int[Codes];
    private readonly int[] _redOfCr = new int[Codes];
    private readonly int[] _blueOfCb = new int[Codes];
    private readonly int[] _greenOfCr = new int[Codes];
    private readonly int[] _greenOfCb = new int[Codes];

    public YCbCrTables(YCbCrColors colors)
    {
        var (red, green, blue) = colors.Luma;
        var (redFactor, blueFactor) = (2 - (2 * red), 2 - (2 * blue));
        var (ofCr, ofCb) = (Fixed(redFactor), Fixed(blueFactor));
        var (greenOfCr, greenOfCb) = (-Fixed(red * redFactor / green), -Fixed(blue * blueFactor / green));
        for (var code = 0; code < Codes; code++)
        {
            var cr = Value(code - Middle, colors.Cr.Black - Middle, colors.Cr.White - Middle, Middle - 1);
            var cb = Value(code - Middle, colors.Cb.Black - Middle, colors.Cb.White - Middle, Middle - 1);
            _y[code] = Value(code, colors.Y.Black, colors.Y.White, Codes - 1);
            _redOfCr[code] = ((ofCr * cr) + Half) >> FractionBits;
            _blueOfCb[code] = ((ofCb * cb) + Half) >> FractionBits;
            _greenOfCr[code] = greenOfCr * cr;
            _greenOfCb[code] = (greenOfCb * cb) + Half;
        }
    }

    public void ToRgb(byte y, byte cb, byte cr, Span<byte> rgb)
    {
        var light = _y[y];
        rgb[0] = Clip(light + _redOfCr[cr]);
        rgb[1] = Clip(light + ((_greenOfCb[cb] + _greenOfCr[cr]) >> FractionBits));
        rgb[2] = Clip(light + _blueOfCb[cb]);
    }

    private static byte Clip(int value) => (byte)Math.Clamp(value, 0, Codes - 1);

    private static int Fixed(float factor) => (int)((Limited(factor, 0, 2) * (1 << FractionBits)) + 0.5);

    /// <summary>The value of a code, if <paramref name="black"/> is the code of 0 and <paramref name="white"/> that of <paramref name="range"/>.</summary>
    private static int Value(int code, float black, float white, int range)
    {
        var step = white - black;
        return (int)Limited((code - Whole(black)) * (float)range / (step != 0 ? step : 1), -Most, Most);
    }

    private static int Whole(float number) => (int)Math.Clamp(number, int.MinValue / 2, int.MaxValue / 2);

    /// <summary>NaN becomes the lowest value.</summary>
    private static float Limited(float value, float lowest, float highest) => value > lowest ? Math.Min(value, highest) : lowest;
}
