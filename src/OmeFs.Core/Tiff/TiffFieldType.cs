namespace OmeFs.Core.Tiff;

/// <summary>Types of a tag's values. *Spec:* TIFF 6.0 section 2, IFD from TIFF Technical Note 1, the 64-bit ones from BigTIFF.</summary>
public enum TiffFieldType : ushort
{
    Byte = 1,
    Ascii = 2,
    Short = 3,
    Long = 4,
    Rational = 5,
    SByte = 6,
    Undefined = 7,
    SShort = 8,
    SLong = 9,
    SRational = 10,
    Float = 11,
    Double = 12,
    Ifd = 13,
    Long8 = 16,
    SLong8 = 17,
    Ifd8 = 18,
}

internal static class TiffFieldTypes
{
    /// <summary>Bytes of one value; 0 for an unknown type.</summary>
    public static int Width(this TiffFieldType type) => type switch
    {
        TiffFieldType.Byte or TiffFieldType.Ascii or TiffFieldType.SByte or TiffFieldType.Undefined => 1,
        TiffFieldType.Short or TiffFieldType.SShort => 2,
        TiffFieldType.Long or TiffFieldType.SLong or TiffFieldType.Float or TiffFieldType.Ifd => 4,
        TiffFieldType.Rational or TiffFieldType.SRational or TiffFieldType.Double => 8,
        TiffFieldType.Long8 or TiffFieldType.SLong8 or TiffFieldType.Ifd8 => 8,
        _ => 0,
    };

    /// <summary>
    /// Whether values of this type can be read as sizes, counts and offsets. Some writers use signed types for them. A negative number, read as
    /// unsigned, is then beyond every limit.
    /// </summary>
    public static bool IsInteger(this TiffFieldType type) =>
        type is TiffFieldType.Byte or TiffFieldType.Undefined or TiffFieldType.Short or TiffFieldType.Long or TiffFieldType.Ifd
            or TiffFieldType.Long8 or TiffFieldType.Ifd8 or TiffFieldType.SByte or TiffFieldType.SShort or TiffFieldType.SLong or TiffFieldType.SLong8;

    /// <summary>Whether values of this type are numbers of any kind.</summary>
    public static bool IsNumber(this TiffFieldType type) =>
        type.IsInteger() || type is TiffFieldType.Rational or TiffFieldType.SRational or TiffFieldType.Float or TiffFieldType.Double;
}
