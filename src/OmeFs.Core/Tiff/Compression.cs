namespace OmeFs.Core.Tiff;

/// <summary>How segments are compressed: tag 259.</summary>
public enum Compression : ushort
{
    None = 1,
    CcittRle = 2,
    CcittFax3 = 3,
    CcittFax4 = 4,
    Lzw = 5,
    OldJpeg = 6,
    Jpeg = 7,
    AdobeDeflate = 8,
    Next = 32766,
    CcittRleW = 32771,
    PackBits = 32773,
    ThunderScan = 32809,
    Deflate = 32946,
    Jpeg2000Aperio33003 = 33003,
    Jpeg2000Aperio33004 = 33004,
    Jpeg2000Aperio33005 = 33005,
    Jpeg2000 = 34712,
    SgiLog = 34676,
    SgiLog24 = 34677,
    Lerc = 34887,
    Lzma = 34925,
    Png = 34933,
    Zstd = 50000,
    WebP = 50001,
    JpegXl = 50002,
    JpegXr = 34934,
}

internal static class Compressions
{
    /// <summary>
    /// Maps the other numbers that writers use for a compression to its usual one: PIXTIFF's deflate, DNG's lossy JPEG and JPEG XL, a second
    /// number for JPEG, Hamamatsu's JPEG XR, and the numbers that zstd and WebP had before they were registered.
    /// </summary>
    public static Compression Canonical(ushort number) => number switch
    {
        33007 or 34892 => Compression.Jpeg,
        34926 => Compression.Zstd,
        34927 => Compression.WebP,
        50013 => Compression.AdobeDeflate,
        52546 => Compression.JpegXl,
        22610 => Compression.JpegXr,
        _ => (Compression)number,
    };

    public static bool IsDeflate(this Compression compression) => compression is Compression.AdobeDeflate or Compression.Deflate;

    /// <summary>The usual name: "LZW", "JPEG 2000"; "compression 44510" for an unknown number.</summary>
    public static string Title(this Compression compression) => compression switch
    {
        Compression.None => "uncompressed",
        Compression.CcittRle or Compression.CcittRleW or Compression.CcittFax3 or Compression.CcittFax4 => "CCITT fax",
        Compression.Lzw => "LZW",
        Compression.OldJpeg => "old-style JPEG",
        Compression.Jpeg => "JPEG",
        Compression.AdobeDeflate or Compression.Deflate => "deflate",
        Compression.PackBits => "PackBits",
        Compression.Jpeg2000Aperio33003 or Compression.Jpeg2000Aperio33004 or Compression.Jpeg2000Aperio33005 or Compression.Jpeg2000 =>
            "JPEG 2000",
        Compression.Next => "NeXT",
        Compression.ThunderScan => "ThunderScan",
        Compression.SgiLog or Compression.SgiLog24 => "SGILog",
        Compression.Lerc => "LERC",
        Compression.Lzma => "LZMA",
        Compression.Png => "PNG",
        Compression.Zstd => "zstd",
        Compression.WebP => "WebP",
        Compression.JpegXl => "JPEG XL",
        Compression.JpegXr => "JPEG XR",
        _ => $"compression {(ushort)compression}",
    };
}
