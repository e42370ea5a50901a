namespace OmeFs.Core.Zarr.Model;

/// <summary>Type of an array's samples, in NumPy's terms.</summary>
/// <param name="Kind">'u' unsigned, 'i' signed, 'f' floating point, 'c' complex.</param>
/// <param name="Size">Bytes of one sample.</param>
/// <param name="BigEndian">Always false for one-byte types.</param>
public readonly record struct DataType(char Kind, int Size, bool BigEndian)
{
    /// <summary>The Zarr v2 name: "|u1", "&lt;u2", "&gt;f4".</summary>
    public override string ToString() => $"{(Size == 1 ? '|' : BigEndian ? '>' : '<')}{Kind}{Size}";

    /// <summary>Lowest and highest value of an integer type; 0 and 1 for the others, as viewers take it.</summary>
    public (double Minimum, double Maximum) Range => Kind switch
    {
        'u' => (0, Math.Pow(2, 8 * Size) - 1),
        'i' => (-Math.Pow(2, (8 * Size) - 1), Math.Pow(2, (8 * Size) - 1) - 1),
        _ => (0, 1),
    };
}
