using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Tiff;

/// <summary>Maps a TIFF's BitsPerSample and SampleFormat to the data type of an array.</summary>
internal static class SampleTypes
{
    /// <summary>
    /// The data type, in the byte order of the file. Samples whose bits do not fill a type become the next larger integer. Complex integers
    /// become complex floats. Both are always little-endian. Null if Zarr has no such type.
    /// </summary>
    public static DataType? Of(in IfdLayout layout, bool bigEndian)
    {
        if (layout.MixedFormats)
            return null;
        var bits = layout.BitsPerSample;
        return layout.Format switch
        {
            SampleFormat.Float when bits is 16 or 32 or 64 => Whole('f', bits, bigEndian),
            SampleFormat.Float when bits is 24 => new DataType('f', 4, false),
            SampleFormat.Complex when bits is 64 or 128 => Whole('c', bits, bigEndian),
            // Zarr has no complex integers. Complex floats hold each value of 16 bits, complex doubles each of 32 bits.
            SampleFormat.ComplexInteger when bits is 16 or 32 => new DataType('c', 8, false),
            SampleFormat.ComplexInteger when bits is 64 => new DataType('c', 16, false),
            SampleFormat.Unsigned or SampleFormat.Undefined when bits is >= 1 and <= 64 => Integer('u', bits, bigEndian),
            SampleFormat.Signed when bits is >= 1 and <= 64 => Integer('i', bits, bigEndian),
            _ => null,
        };
    }

    /// <summary>Whether the file stores samples as the array shows them: nothing has to be unpacked.</summary>
    public static bool IsWhole(in IfdLayout layout) => layout.BitsPerSample is 8 or 16 or 32 or 64 or 128 && !layout.ReversedBits && layout.Format != SampleFormat.ComplexInteger;

    private static DataType Integer(char kind, int bits, bool bigEndian) =>
        bits is 8 or 16 or 32 or 64 ? Whole(kind, bits, bigEndian) : new DataType(kind, bits < 8 ? 1 : bits < 16 ? 2 : bits < 32 ? 4 : 8, false);

    private static DataType Whole(char kind, int bits, bool bigEndian) => new(kind, bits / 8, bigEndian && bits > 8);
}
