using OmeFs.Core.Tiff;

namespace OmeFs.Core.Codecs.Samples;

/// <summary>The parameters of an IFD's YCbCr samples. *Spec:* TIFF 6.0 sections 20 and 21.</summary>
/// <param name="Horizontal">The number of pixels along x that share their colour difference: 1, 2 or 4.</param>
/// <param name="Vertical">The same along y.</param>
/// <param name="Luma">The share of red, green and blue in Y (YCbCrCoefficients).</param>
/// <param name="Y">The codes of black and white (ReferenceBlackWhite).</param>
/// <param name="Cb">The codes of no difference and of the largest difference.</param>
internal readonly record struct YCbCrColors(
    int Horizontal,
    int Vertical,
    (float Red, float Green, float Blue) Luma,
    (float Black, float White) Y,
    (float Black, float White) Cb,
    (float Black, float White) Cr)
{
    private const int Coefficients = 3;
    private const int References = 6;

    /// <summary>CCIR recommendation 601, TIFF's default.</summary>
    private static readonly (float, float, float) Ccir601 = (0.299f, 0.587f, 0.114f);

    /// <summary>The bytes of one unit: the Y of its pixels, Cb, Cr.</summary>
    public int UnitBytes => (Horizontal * Vertical) + 2;

    /// <exception cref="OmeFsException"><see cref="FaultKind.Unsupported"/>: a subsampling that TIFF does not define, or coefficients that would divide by 0.</exception>
    public static async Task<YCbCrColors> ReadAsync(TiffFile file, IfdEntries ifd, CancellationToken cancellation)
    {
        var factors = await file.NumbersAsync(ifd, TiffTag.YCbCrSubsampling, 2, cancellation) ?? [2, 2];
        if (factors is not [1 or 2 or 4, 1 or 2 or 4])
            throw new OmeFsException(FaultKind.Unsupported, $"YCbCr: subsampling by 1, 2 or 4 along x and y expected, found {string.Join(", ", factors)}");
        var luma = await file.RealsAsync(ifd, TiffTag.YCbCrCoefficients, Coefficients, cancellation) is [var red, var green, var blue]
            ? ((float)red, (float)green, (float)blue)
            : Ccir601;
        if (luma.Item2 == 0)
            throw new OmeFsException(FaultKind.Unsupported, "YCbCr: a share of green above 0 expected in tag 529 YCbCrCoefficients, found 0");
        var codes = await file.RealsAsync(ifd, TiffTag.ReferenceBlackWhite, References, cancellation) ?? [0, 255, 128, 255, 128, 255];
        return new YCbCrColors((int)factors[0], (int)factors[1], luma, Pair(codes, 0), Pair(codes, 2), Pair(codes, 4));
    }

    private static (float, float) Pair(double[] codes, int at) => ((float)codes[at], (float)codes[at + 1]);
}
