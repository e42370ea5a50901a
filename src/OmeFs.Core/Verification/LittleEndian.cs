using OmeFs.Core.Arrays;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Verification;

/// <summary>The byte order in which samples are compared and digested.</summary>
internal static class LittleEndian
{
    /// <summary>Converts samples from the byte order of an array's type.</summary>
    public static void Make(Span<byte> samples, DataType type)
    {
        if (!type.BigEndian)
            return;
        var width = type.Kind == 'c' ? type.Size / 2 : type.Size;
        for (var at = 0; at < samples.Length; at += width)
            samples.Slice(at, width).Reverse();
    }

    /// <summary>Fills with an array's fill value.</summary>
    public static void Fill(Span<byte> samples, VirtualArray array)
    {
        array.Fill.Fill(samples, 0);
        Make(samples, array.Type);
    }
}
