using System.Globalization;

namespace OmeFs.Core.Zarr.Model;

/// <summary>Type of an array's samples, in NumPy's terms.</summary>
/// <param name="Kind">'u' unsigned, 'i' signed, 'f' floating point, 'c' complex; 'V' for types that omefs makes no arrays of.</param>
/// <param name="Size">Bytes of one sample.</param>
/// <param name="BigEndian">Always false for one-byte types.</param>
public readonly record struct DataType(char Kind, int Size, bool BigEndian)
{
    /// <summary>The document's name for a type that omefs does not write, such as a date or a structure; null for all others.</summary>
    public string? ForeignName { get; init; }

    public static DataType Foreign(string name) => new('V', 0, false) { ForeignName = name };

    /// <summary>The type with this NumPy name, as <see cref="ToString"/> spells it.</summary>
    public static DataType Parse(string name) =>
        name is [_, 'u' or 'i' or 'f' or 'c', ..] && int.TryParse(name.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            && new DataType(name[1], size, name[0] == '>') is var type && type.ToString() == name
            ? type
            : Foreign(name);

    /// <summary>NumPy's name: "|u1", "&lt;u2", "&gt;f4".</summary>
    public override string ToString() => ForeignName ?? $"{(Size == 1 ? '|' : BigEndian ? '>' : '<')}{Kind}{Size}";

    /// <summary>Lowest and highest value of an integer type; 0 and 1 for the others, as viewers take it.</summary>
    public (double Minimum, double Maximum) Range => Kind switch
    {
        'u' => (0, Math.Pow(2, 8 * Size) - 1),
        'i' => (-Math.Pow(2, (8 * Size) - 1), Math.Pow(2, (8 * Size) - 1) - 1),
        _ => (0, 1),
    };
}
