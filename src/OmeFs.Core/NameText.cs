using System.Buffers;
using System.Globalization;
using System.Text;

namespace OmeFs.Core;

/// <summary>
/// Converts file names to strings and back without loss. Linux allows any bytes in a name. Each byte 0xNN that is not UTF-8 becomes the lone
/// surrogate U+DC00 + 0xNN, as in Python's surrogateescape, and that surrogate becomes the byte again.
/// </summary>
/// <remarks>
/// *Invariant:* names that differ in bytes give different strings. UTF-8 cannot encode surrogates, so no UTF-8 name has such a character.
/// </remarks>
public static class NameText
{
    private const int EscapeBase = 0xDC00;

    /// <summary>The string of a name or a path.</summary>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        Span<char> characters = stackalloc char[2];
        while (!bytes.IsEmpty)
        {
            var isText = Rune.DecodeFromUtf8(bytes, out var rune, out var used) == OperationStatus.Done;
            if (isText)
                text.Append(characters[..rune.EncodeToUtf16(characters)]);
            else
                text.Append((char)(EscapeBase + bytes[0]));
            bytes = bytes[(isText ? used : 1)..];
        }
        return text.ToString();
    }

    /// <summary>The bytes of a name or a path. A lone surrogate that stands for no byte becomes three bytes, which are not UTF-8 and name nothing else.</summary>
    public static byte[] BytesOf(string text)
    {
        var bytes = new byte[ByteCount(text)];
        var count = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (Rune.TryGetRuneAt(text, at, out var rune))
            {
                count += rune.EncodeToUtf8(bytes.AsSpan(count));
                at += rune.Utf16SequenceLength - 1;
            }
            else if (IsEscape(text[at]))
                bytes[count++] = (byte)(text[at] - EscapeBase);
            else
                foreach (var part in (ReadOnlySpan<int>)[0xE0 | (text[at] >> 12), 0x80 | ((text[at] >> 6) & 0x3F), 0x80 | (text[at] & 0x3F)])
                    bytes[count++] = (byte)part;
        }
        return bytes;
    }

    /// <summary>The name for formats that are Unicode: a byte that is not UTF-8 becomes the four characters \xb5.</summary>
    public static string Shown(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\uDC80', '\uDCFF') < 0)
            return text;
        var shown = new StringBuilder(text.Length + 16);
        for (var at = 0; at < text.Length; at++)
            _ = IsLoneEscape(text, at) ? shown.Append(CultureInfo.InvariantCulture, $"\\x{ByteOf(text[at]):x2}") : shown.Append(text[at]);
        return shown.ToString();
    }

    /// <summary>The number of bytes of a name.</summary>
    public static int ByteCount(string text)
    {
        var count = Encoding.UTF8.GetByteCount(text); // A lone surrogate counts three bytes.
        if (text.AsSpan().IndexOfAnyInRange('\uDC80', '\uDCFF') < 0)
            return count;
        for (var at = 0; at < text.Length; at++)
            if (IsLoneEscape(text, at))
                count -= 2;
        return count;
    }

    /// <summary>Whether the character at <paramref name="at"/> stands for a byte that is not UTF-8, and is not half of a surrogate pair.</summary>
    public static bool IsLoneEscape(string text, int at) => IsEscape(text[at]) && (at == 0 || !char.IsHighSurrogate(text[at - 1]));

    /// <summary>The byte that a lone escape stands for.</summary>
    public static byte ByteOf(char escape) => (byte)(escape - EscapeBase);

    private static bool IsEscape(char one) => one is >= '\uDC80' and <= '\uDCFF';
}
