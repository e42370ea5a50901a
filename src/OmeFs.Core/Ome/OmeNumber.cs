using System.Globalization;

namespace OmeFs.Core.Ome;

/// <summary>Parses numbers and flags in the ways that people and programs write them into OME-XML.</summary>
internal static class OmeNumber
{
    /// <summary>A whole number, also with a fraction of 0 ("5.0") or an exponent.</summary>
    public static bool TryWhole(string text, out long value)
    {
        if (long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value))
            return true;
        if (!TryReal(text, out var real) || real != Math.Floor(real) || Math.Abs(real) > long.MaxValue / 2)
            return false;
        value = (long)real;
        return true;
    }

    /// <summary>A finite number above 0.</summary>
    public static bool TryPositive(string text, out double value) => TryReal(text, out value) && value > 0 && double.IsFinite(value);

    /// <summary>Null if the text is neither true nor false.</summary>
    public static bool? Flag(string text) => text.Trim().ToUpperInvariant() switch
    {
        "TRUE" or "1" or "T" => true,
        "FALSE" or "0" or "F" => false,
        _ => null,
    };

    private static bool TryReal(string text, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
}
