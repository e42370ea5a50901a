using System.Text;
using OmeFs.Core;

namespace OmeFs.Settings;

/// <summary>
/// Encodes names of any bytes as valid Unicode, to pass them to another process: .NET passes on nothing else. The escape of byte 0xNN
/// (<see cref="NameText"/>) becomes the private character U+10FE00 + 0xNN. If a name itself has such a character, U+10FE00 is put before it.
/// </summary>
internal static class PackedNames
{
    private const char High = '\uDBFF', Mark = '\uDE00', First = '\uDE80', Last = '\uDEFF';

    public static string Pack(string text)
    {
        var packed = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
            if (NameText.IsLoneEscape(text, at))
                packed.Append(High).Append((char)(Mark + NameText.ByteOf(text[at])));
            else if (IsPrivate(text, at))
                packed.Append(High).Append(Mark).Append(text, at++, 2);
            else
                packed.Append(text[at]);
        return packed.ToString();
    }

    public static string Unpack(string packed)
    {
        var text = new StringBuilder(packed.Length);
        for (var at = 0; at < packed.Length; at++)
            if (!IsPrivate(packed, at))
                text.Append(packed[at]);
            else if (packed[++at] != Mark)
                text.Append((char)('\uDC00' + (packed[at] - Mark)));
            else if (IsPrivate(packed, at + 1))
                (text, at) = (text.Append(packed, at + 1, 2), at + 2);
        return text.ToString();
    }

    private static bool IsPrivate(string text, int at) =>
        at + 1 < text.Length && text[at] == High && (text[at + 1] == Mark || text[at + 1] is >= First and <= Last);
}
