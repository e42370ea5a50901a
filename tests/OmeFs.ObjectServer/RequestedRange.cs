using System.Globalization;

namespace OmeFs.Testing.Remote;

/// <summary>The one range of a Range header, as the client wrote it: `5-9`, `5-` (no Last), or `-7` (no First; Last is the number of final bytes).</summary>
public readonly record struct RequestedRange(long? First, long? Last)
{
    private const string Unit = "bytes=";

    /// <summary>Null for what is no single range of bytes. Such a header is ignored, as RFC 9110 (section 14.2) allows.</summary>
    public static RequestedRange? TryParse(string? header)
    {
        if (header is null || !header.StartsWith(Unit, StringComparison.OrdinalIgnoreCase))
            return null;
        var parts = header[Unit.Length..].Split('-', StringSplitOptions.TrimEntries);
        if (parts is not [var first, var last] || first.Length + last.Length == 0 || !TryNumber(first, out var from) || !TryNumber(last, out var to))
            return null;
        return from > to ? null : new RequestedRange(from, to);
    }

    /// <summary>The first byte and the number of bytes within <paramref name="length"/> bytes. Null if the range has none of them (416).</summary>
    public (long Start, long Count)? Within(long length) => this switch
    {
        { First: { } first } => first < length ? (first, Math.Min(Last ?? long.MaxValue, length - 1) - first + 1) : null,
        { Last: { } count } => Math.Min(count, length) is > 0 and var available ? (length - available, available) : null,
        _ => null,
    };

    public override string ToString() => $"{First}-{Last}";

    /// <summary>An empty text is no number, and no fault.</summary>
    private static bool TryNumber(string text, out long? number)
    {
        number = null;
        if (text.Length == 0)
            return true;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed))
            return false;
        number = parsed;
        return true;
    }
}
