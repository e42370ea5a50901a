using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace OmeFs.Core.References.Json;

/// <summary>
/// Rewrites a JSON value as Python's json.dumps writes what json.loads has read. fsspec shows this for a reference that is an object. Separators are
/// ", " and ": ", all characters except ASCII are escaped, and NaN and Infinity are kept. A duplicate name has its last value, at its first place.
/// </summary>
internal static class PythonJson
{
    /// <summary>Writes the value that begins with the cursor's token; false if a string in it is not valid UTF-8.</summary>
    /// <exception cref="OmeFsException"><see cref="FaultKind.LimitExceeded"/>.</exception>
    public static bool TryWrite(ref JsonCursor cursor, GrowingBytes into)
    {
        if (into.Length > ReferenceLimits.MaxTokenBytes)
            throw new OmeFsException(FaultKind.LimitExceeded, $"an inline JSON document of more than {ReferenceLimits.MaxTokenBytes} bytes");
        switch (cursor.Token)
        {
            case JsonTokenType.StartObject:
                return TryObject(ref cursor, into);
            case JsonTokenType.StartArray:
                return TryList(ref cursor, into);
            case JsonTokenType.String:
                return TryText(cursor.Raw, into);
            case JsonTokenType.Number:
                WriteNumber(cursor, into);
                return true;
            default:
                into.Write(cursor.Raw);
                return true;
        }
    }

    private static bool TryList(ref JsonCursor cursor, GrowingBytes into)
    {
        into.Write((byte)'[');
        var valid = true;
        var first = true;
        for (cursor.MustRead(); cursor.Token != JsonTokenType.EndArray; cursor.MustRead(), first = false)
        {
            if (!first)
                into.Write(", "u8);
            valid &= TryWrite(ref cursor, into);
        }
        into.Write((byte)']');
        return valid;
    }

    private static bool TryObject(ref JsonCursor cursor, GrowingBytes into)
    {
        into.Write((byte)'{');
        var valid = true;
        var members = new List<Member>();
        for (cursor.MustRead(); cursor.Token != JsonTokenType.EndObject; cursor.MustRead())
        {
            if (members.Count > 0)
                into.Write(", "u8);
            var start = into.Length;
            valid &= TryText(cursor.Raw, into);
            var nameEnd = into.Length;
            into.Write(": "u8);
            cursor.MustRead();
            valid &= TryWrite(ref cursor, into);
            members.Add(new Member(start, nameEnd, into.Length));
        }
        if (members.Count > 1)
            RemoveDuplicates(members, into);
        into.Write((byte)'}');
        return valid;
    }

    /// <summary>Keeps each name at its first place, with its last value.</summary>
    private static void RemoveDuplicates(List<Member> members, GrowingBytes into)
    {
        var text = into.Buffer;
        var order = new int[members.Count];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(order, (left, right) => Name(left).SequenceCompareTo(Name(right)) is not 0 and var names ? names : left - right);
        var last = new Dictionary<int, int>();
        var dropped = new HashSet<int>();
        for (int i = 1, first = 0; i < order.Length; i++)
            if (!Name(order[i]).SequenceEqual(Name(order[first])))
                first = i;
            else if (dropped.Add(order[i]))
                last[order[first]] = order[i];
        if (dropped.Count == 0)
            return;
        var written = text[..into.Length];
        into.SetLength(members[0].Start);
        for (var i = 0; i < order.Length; i++)
        {
            if (dropped.Contains(i))
                continue;
            if (into.Length > members[0].Start)
                into.Write(", "u8);
            var value = members[last.GetValueOrDefault(i, i)];
            into.Write(written.AsSpan(value.Start, value.End - value.Start));
        }

        ReadOnlySpan<byte> Name(int member) => text.AsSpan(members[member].Start, members[member].NameEnd - members[member].Start);
    }

    private static void WriteNumber(in JsonCursor cursor, GrowingBytes into)
    {
        if (!cursor.Constant.IsEmpty)
            into.Write(cursor.Constant);
        else if (cursor.Raw.IndexOfAny(".eE"u8) >= 0)
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

    /// <summary>The power of ten of a number's first digit other than 0.</summary>
    private static int PowerOfTen(string shortest)
    {
        var parts = shortest.Split('E');
        var power = parts.Length > 1 ? int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
        var point = parts[0].IndexOf('.') is >= 0 and var at ? at : parts[0].Length;
        var first = parts[0].AsSpan().IndexOfAnyInRange('1', '9');
        return power + (first < point ? point - first - 1 : point - first);
    }

    /// <param name="raw">As it is in the document. It may contain half of a surrogate pair as an escape, as in Python.</param>
    private static bool TryText(ReadOnlySpan<byte> raw, GrowingBytes into)
    {
        Span<char> units = stackalloc char[2];
        into.Write((byte)'"');
        while (!raw.IsEmpty)
        {
            var plain = PlainLength(raw);
            into.Write(raw[..plain]);
            raw = raw[plain..];
            if (raw.IsEmpty)
                break;
            if (raw[0] == (byte)'\\')
            {
                raw = raw[WriteEscape(raw, into)..];
                continue;
            }
            if (Rune.DecodeFromUtf8(raw, out var rune, out var used) != System.Buffers.OperationStatus.Done)
                return false;
            foreach (var unit in units[..rune.EncodeToUtf16(units)])
                WriteUnit(unit, into);
            raw = raw[used..];
        }
        into.Write((byte)'"');
        return true;
    }

    private static int PlainLength(ReadOnlySpan<byte> text)
    {
        for (var i = 0; i < text.Length; i++)
            if (text[i] is < 0x20 or > 0x7E or (byte)'\\')
                return i;
        return text.Length;
    }

    /// <returns>The length of the escape in the document. The reader has checked its syntax.</returns>
    private static int WriteEscape(ReadOnlySpan<byte> escape, GrowingBytes into)
    {
        if (escape[1] == (byte)'u')
        {
            _ = Utf8Parser.TryParse(escape.Slice(2, 4), out uint unit, out _, 'x');
            WriteUnit((char)unit, into);
            return 6;
        }
        into.Write(escape[1] == (byte)'/' ? "/"u8 : escape[..2]);
        return 2;
    }

    private static void WriteUnit(char unit, GrowingBytes into)
    {
        var known = unit switch
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
        if (!known.IsEmpty)
            into.Write(known);
        else if (unit is >= ' ' and <= '~')
            into.Write((byte)unit);
        else
            into.Write(Encoding.ASCII.GetBytes($"\\u{(int)unit:x4}"));
    }

    /// <summary>Where a member of an object was written.</summary>
    private readonly record struct Member(int Start, int NameEnd, int End);
}
