namespace OmeFs.Core.References.Json;

/// <summary>The three numbers that Python's json module reads and writes, and that JSON does not have.</summary>
internal static class PythonConstants
{
    /// <summary>The length of the longest of them.</summary>
    public const int LongestBytes = 9;

    /// <summary>The constant that a text begins with; empty if there is none.</summary>
    public static ReadOnlySpan<byte> At(ReadOnlySpan<byte> text) =>
        text.StartsWith("NaN"u8) ? "NaN"u8 : text.StartsWith("Infinity"u8) ? "Infinity"u8 : text.StartsWith("-Infinity"u8) ? "-Infinity"u8 : default;

    /// <summary>Whether a constant can begin with this byte: a quick test before <see cref="At"/>.</summary>
    public static bool CanBegin(byte first) => first is (byte)'N' or (byte)'I' or (byte)'-';

    /// <summary>A JSON number of the same length.</summary>
    public static ReadOnlySpan<byte> StandIn(ReadOnlySpan<byte> constant) => constant.Length switch
    {
        3 => "0.0"u8,
        8 => "0.000000"u8,
        _ => "-0.000000"u8,
    };

    /// <summary>The text with each constant in quotes, as Zarr writes them.</summary>
    public static byte[] Quoted(ReadOnlySpan<byte> text)
    {
        var quoted = new List<byte>(text.Length + 16);
        var inText = false;
        for (var at = 0; at < text.Length; at++)
        {
            var constant = inText || !CanBegin(text[at]) ? default : At(text[at..]);
            if (!constant.IsEmpty)
            {
                quoted.AddRange([(byte)'"', .. constant, (byte)'"']);
                at += constant.Length - 1;
                continue;
            }
            quoted.Add(text[at]);
            if (inText && text[at] == (byte)'\\' && at + 1 < text.Length)
                quoted.Add(text[++at]);
            else if (text[at] == (byte)'"')
                inText = !inText;
        }
        return [.. quoted];
    }
}
