using System.Globalization;

namespace OmeFs.Core.Zarr.Model;

/// <summary>The value of pixels that no segment holds: 0, or the value of GDAL_NODATA (tag 42113) if the type can hold it.</summary>
internal sealed class FillValue
{
    /// <summary>2^53: JSON's numbers are doubles, which hold every integer up to here.</summary>
    private const double LargestExact = 9_007_199_254_740_992;

    /// <summary>The NaN that NumPy and so zarr-python fill with; .NET's own has its sign bit set.</summary>
    private static readonly double NotANumber = BitConverter.UInt64BitsToDouble(0x7FF8_0000_0000_0000);

    private readonly byte[] _pattern;
    private readonly bool _zero;

    private FillValue(double number, byte[] pattern) => (Number, _pattern, _zero) = (number, pattern, !pattern.AsSpan().ContainsAnyExcept((byte)0));

    public double Number { get; }

    public static FillValue Zero(DataType type) => new(0, new byte[type.Size]);

    /// <param name="text">GDAL_NODATA as the file has it, or null.</param>
    public static FillValue Of(string? text, DataType type)
    {
        if (Parse(text) is not { } number || number == 0)
            return Zero(type);
        byte[]? pattern = type.Kind switch
        {
            'u' or 'i' when number == Math.Floor(number) && number >= type.Range.Minimum && number <= type.Range.Maximum && Math.Abs(number) <= LargestExact =>
                BitConverter.GetBytes((long)number)[..type.Size],
            'f' when type.Size == 2 => BitConverter.GetBytes((Half)number),
            'f' when type.Size == 4 => BitConverter.GetBytes((float)number),
            'f' => BitConverter.GetBytes(number),
            _ => null,
        };
        if (pattern is null)
            return Zero(type);
        if (type.BigEndian)
            Array.Reverse(pattern);
        return new FillValue(number, pattern);
    }

    /// <summary>GDAL writes "nan", "inf" and "-inf" for values that are not finite.</summary>
    private static double? Parse(string? text) => text?.Trim() switch
    {
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        var other => !double.TryParse(other, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? null : double.IsNaN(number) ? NotANumber : number,
    };

    /// <summary>Fills bytes of a chunk.</summary>
    /// <param name="at">The offset of these bytes in the chunk. It may be inside a sample.</param>
    public void Fill(Span<byte> bytes, long at)
    {
        if (_zero)
        {
            bytes.Clear();
            return;
        }
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = _pattern[(at + i) % _pattern.Length];
    }
}
