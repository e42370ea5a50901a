namespace OmeFs.Core.Sources;

/// <summary>Limits on unpacked lengths, because a small file may declare any length. Arbitrary, far above the lengths of real files.</summary>
internal static class UnpackLimits
{
    private const long FreeDocument = 64L << 20, TimesDocument = 128;
    private const long FreePixels = 256L << 20, TimesPixels = 32;

    /// <summary>Bytes of a reference document: 64 MiB, plus 128 per packed byte.</summary>
    public static long OfDocument(long packed) => FreeDocument + (TimesDocument * Math.Min(packed, 1L << 50));

    /// <summary>Bytes of OME-XML with pixels: 256 MiB, plus 32 per packed byte.</summary>
    public static long OfPixels(long packed) => FreePixels + (TimesPixels * Math.Min(packed, 1L << 50));

    /// <exception cref="OmeFsException"><see cref="FaultKind.LimitExceeded"/>.</exception>
    public static OmeFsException Exceeded(string name, long packed, long most) => new(
        FaultKind.LimitExceeded, $"{name}: its {packed} bytes unpack to more than {most}, the most that is unpacked; if it is meant to, unpack it yourself");
}
