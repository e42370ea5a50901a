using System.Text;

namespace OmeFs.Core.Ome.Xml;

/// <summary>Decodes XML bytes into characters, in the encodings that real ImageDescription tags have.</summary>
/// <remarks>
/// The encoding in the XML declaration is ignored: documents that were strings in a program declare "utf-16" or "ISO-8859-1" but are UTF-8. Bytes
/// that are not UTF-8 are read as Latin-1 one by one, so that a single 0xB5 is the micro sign, as intended.
/// </remarks>
internal static class OmeText
{
    private const int ProbeLength = 256;

    private static readonly Encoding LenientUtf8 = Encoding.GetEncoding(65001, EncoderFallback.ReplacementFallback, new Latin1Fallback());

    /// <summary>A reader of the text. Disposing the reader disposes <paramref name="bytes"/>.</summary>
    public static TextReader Open(Stream bytes)
    {
        var probe = new byte[ProbeLength];
        var length = bytes.ReadAtLeast(probe, ProbeLength, throwOnEndOfStream: false);
        var (encoding, skip) = Recognize(probe.AsSpan(0, length));
        // The NULs at the end of a text tag were removed. In little-endian UTF-16 that also removed half of the last character.
        byte? last = encoding is UnicodeEncoding ? 0 : null;
        return new StreamReader(new PrefixedStream(probe.AsMemory(skip, length - skip), bytes, last), encoding, false, 1 << 15);
    }

    /// <summary>The encoding, and the bytes of byte order mark and white space before the document.</summary>
    public static (Encoding Encoding, int Skip) Recognize(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
            return (Encoding.Unicode, 2);
        if (start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            return (Encoding.BigEndianUnicode, 2);
        if (start.StartsWith("<\0"u8))
            return (Encoding.Unicode, 0);
        if (start is [0, (byte)'<', 0, ..])
            return (Encoding.BigEndianUnicode, 0);
        var skip = 0;
        while (skip < start.Length && (start[skip] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0 || start[skip..].StartsWith(Encoding.UTF8.Preamble)))
            skip += start[skip] == 0xEF ? 3 : 1;
        return (LenientUtf8, skip);
    }

    private sealed class Latin1Fallback : DecoderFallback
    {
        public override int MaxCharCount => 4;

        public override DecoderFallbackBuffer CreateFallbackBuffer() => new Latin1Buffer();
    }

    private sealed class Latin1Buffer : DecoderFallbackBuffer
    {
        private byte[] _pending = [];
        private int _next;

        public override int Remaining => _pending.Length - _next;

        public override bool Fallback(byte[] bytesUnknown, int index)
        {
            (_pending, _next) = (bytesUnknown, 0);
            return bytesUnknown.Length > 0;
        }

        public override char GetNextChar() => _next < _pending.Length ? (char)_pending[_next++] : '\0';

        public override bool MovePrevious()
        {
            if (_next == 0)
                return false;
            _next--;
            return true;
        }

        public override void Reset() => (_pending, _next) = ([], 0);
    }
}
