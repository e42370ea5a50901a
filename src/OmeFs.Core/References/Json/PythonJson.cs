using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace OmeFs.Core.References.Json;

/// <summary>
/// Writes a JSON value again as Python's json.dumps does: what fsspec shows for a reference that is an object. ", " and ": " between
/// things, everything but ASCII escaped.
/// </summary>
internal static class PythonJson
{
    /// <summary>Writes the value that begins with the cursor's token; false where a text in it is not valid UTF-8.</summary>
    /// <exception cref="OmeFsException"><see cref="FaultKind.LimitExceeded"/>.</exception>
    public static bool TryWrite(ref JsonCursor cursor, ArrayBufferWriter<byte> into)
    {
        var depth = cursor.Depth;
        var (valid, first) = (true, true);
        for (; ; cursor.MustRead())
        {
            var closes = cursor.Token is JsonTokenType.EndObject or JsonTokenType.EndArray;
            if (!first && !closes)
                into.Write(", "u8);
            valid &= TryToken(ref cursor, into);
            first = cursor.Token is JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.PropertyName;
            if (into.WrittenCount > ReferenceLimits.MaxTokenBytes)
                throw new OmeFsException(FaultKind.LimitExceeded, $"an inline JSON document of more than {ReferenceLimits.MaxTokenBytes} bytes");
            if (cursor.Depth == depth && !first)
                return valid;
        }
    }

    private static bool TryToken(ref JsonCursor cursor, ArrayBufferWriter<byte> into)
    {
        switch (cursor.Token)
        {
            case JsonTokenType.PropertyName:
                var named = TryText(ref cursor, into);
                into.Write(": "u8);
                return named;
            case JsonTokenType.String:
                return TryText(ref cursor, into);
            case JsonTokenType.Number:
                WriteNumber(cursor, into);
                return true;
            case JsonTokenType.StartObject or JsonTokenType.EndObject or JsonTokenType.StartArray or JsonTokenType.EndArray:
                into.Write(Bracket(cursor.Token));
                return true;
            default:
                into.Write(cursor.Raw);
                return true;
        }
    }

    private static ReadOnlySpan<byte> Bracket(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "{"u8,
        JsonTokenType.EndObject => "}"u8,
        JsonTokenType.StartArray => "["u8,
        _ => "]"u8,
    };

    private static void WriteNumber(in JsonCursor cursor, ArrayBufferWriter<byte> into)
    {
        if (cursor.Raw.IndexOfAny(".eE"u8) >= 0)
            into.Write(Encoding.ASCII.GetBytes(Repr(cursor.Number())));
        else
            into.Write(cursor.Raw.SequenceEqual("-0"u8) ? "0"u8 : cursor.Raw);
    }

    /// <summary>Python's repr of a float: the shortest digits, with an exponent below 1e-4 and from 1e16 on.</summary>
    internal static string Repr(double number)
    {
        if (double.IsInfinity(number))
            return number > 0 ? "Infinity" : "-Infinity";
        var shortest = number.ToString("R", CultureInfo.InvariantCulture);
        var negative = shortest[0] == '-' ? "-" : "";
        var digits = shortest[negative.Length..].Split('E')[0].Replace(".", "", StringComparison.Ordinal).TrimStart('0').TrimEnd('0');
        if (digits.Length == 0)
            return negative + "0.0";
        var exponent = PowerOfTen(shortest[negative.Length..]);
        if (exponent is < -4 or >= 16)
            return $"{negative}{digits[0]}{(digits.Length > 1 ? "." + digits[1..] : "")}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
        if (exponent < 0)
            return $"{negative}0.{new string('0', -exponent - 1)}{digits}";
        var whole = digits.PadRight(exponent + 1, '0');
        return $"{negative}{whole[..(exponent + 1)]}.{(whole.Length > exponent + 1 ? whole[(exponent + 1)..] : "0")}";
    }

    /// <summary>The power of ten of a number's first digit that is not 0.</summary>
    private static int PowerOfTen(string shortest)
    {
        var parts = shortest.Split('E');
        var power = parts.Length > 1 ? int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
        var point = parts[0].IndexOf('.') is >= 0 and var at ? at : parts[0].Length;
        var first = parts[0].AsSpan().IndexOfAnyInRange('1', '9');
        return power + (first < point ? point - first - 1 : point - first);
    }

    private static bool TryText(ref JsonCursor cursor, ArrayBufferWriter<byte> into)
    {
        if (!cursor.TryText(out var text))
            return false;
        into.Write("\""u8);
        while (!text.IsEmpty)
        {
            var plain = PlainLength(text);
            into.Write(text[..plain]);
            text = text[plain..];
            if (text.IsEmpty)
                break;
            Rune.DecodeFromUtf8(text, out var rune, out var used);
            WriteEscaped(rune, into);
            text = text[used..];
        }
        into.Write("\""u8);
        return true;
    }

    private static int PlainLength(ReadOnlySpan<byte> text)
    {
        for (var i = 0; i < text.Length; i++)
            if (text[i] is < 0x20 or > 0x7E or (byte)'"' or (byte)'\\')
                return i;
        return text.Length;
    }

    private static void WriteEscaped(Rune rune, ArrayBufferWriter<byte> into)
    {
        var known = rune.Value switch
        {
            '"' => "\\\""u8,
            '\\' => "\\\\"u8,
            '\n' => "\\n"u8,
            '\r' => "\\r"u8,
            '\t' => "\\t"u8,
            '\b' => "\\b"u8,
            '\f' => "\\f"u8,
            _ => default,
        };
        into.Write(known);
        if (!known.IsEmpty)
            return;
        Span<char> units = stackalloc char[2];
        foreach (var unit in units[..rune.EncodeToUtf16(units)])
        {
            into.Write("\\u"u8);
            Utf8Formatter.TryFormat((uint)unit, into.GetSpan(4), out var written, new StandardFormat('x', 4));
            into.Advance(written);
        }
    }
}
