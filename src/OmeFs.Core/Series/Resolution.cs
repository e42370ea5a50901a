using OmeFs.Core.Tiff;

namespace OmeFs.Core.Series;

/// <summary>Reads a pixel's size from the resolution tags. *Spec:* TIFF 6.0 section 8: pixels per ResolutionUnit: 2 inch (the default), 3 centimetre.</summary>
internal static class Resolution
{
    public const int None = 1, Inch = 2, Centimeter = 3;

    private const double MicrometersPerInch = 25_400, MicrometersPerCentimeter = 10_000;

    /// <param name="tag">XResolution or YResolution.</param>
    public static async Task<AxisScale> ScaleAsync(TiffFile file, IfdEntries ifd, TiffTag tag, CancellationToken cancellation)
    {
        var perUnit = await file.RealAsync(ifd, tag, cancellation);
        var unit = await file.RealAsync(ifd, TiffTag.ResolutionUnit, cancellation) ?? Inch;
        return unit switch
        {
            Inch when perUnit > 0 => new AxisScale(MicrometersPerInch / perUnit.Value, "micrometer"),
            Centimeter when perUnit > 0 => new AxisScale(MicrometersPerCentimeter / perUnit.Value, "micrometer"),
            _ => AxisScale.Unknown,
        };
    }
}
