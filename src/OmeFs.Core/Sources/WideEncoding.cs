using System.Text;

namespace OmeFs.Core.Sources;

/// <summary>Recognises UTF-16 and UTF-32 by the first bytes: a byte order mark, or the NULs of ASCII characters. *Spec:* RFC 4627, section 3.</summary>
public static class WideEncoding
{
    /// <summary>Null for all other encodings.</summary>
    /// <param name="start">At least four bytes.</param>
    public static Encoding? Of(ReadOnlySpan<byte> start) => start switch
    {
        [0xFF, 0xFE, 0, 0, ..] or [> 0, 0, 0, 0, ..] => Encoding.UTF32,
        [0, 0, 0xFE, 0xFF, ..] or [0, 0, 0, > 0, ..] => new UTF32Encoding(bigEndian: true, byteOrderMark: true),
        [0xFF, 0xFE, _, _, ..] or [> 0, 0, > 0, _, ..] => Encoding.Unicode,
        [0xFE, 0xFF, _, _, ..] or [0, > 0, _, > 0, ..] => Encoding.BigEndianUnicode,
        _ => null,
    };
}
