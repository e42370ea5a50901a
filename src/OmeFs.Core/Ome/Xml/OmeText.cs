using System.Text;

namespace OmeFs.Core.Ome.Xml;

/// <summary>Bytes that claim to be XML, as characters: the encodings that ImageDescription tags hold in the wild.</summary>
/// <remarks>
/// The XML declaration is not asked: documents that went through a string declare "utf-16" or "ISO-8859-1" in UTF-8 bytes. Bytes that are not
/// UTF-8 are read as Latin-1 one by one, so that a lone 0xB5 is the micro sign that was meant.
/// </remarks>
internal static class OmeText
{
    private const int ProbeLength = 256;

    private static readonly Encoding LenientUtf8 = Encoding.GetEncoding(65001, EncoderFallback.ReplacementFallback, new Latin1Fallback());

    /// <summary>The caller disposes the reader, which disposes <paramref name="bytes"/>.</summary>
    public static TextReader Open(Stream bytes)
    {
        var probe = new byte[ProbeLength];
        var length = bytes.ReadAtLeast(probe, ProbeLength, throwOnEndOfStream: false);
        var (encoding, skip) = Recognize(probe.AsSpan(0, length));
        // A text tag ends with NULs, which are no part of it: of little-endian UTF-16 half of the last character was taken for one.
        byte? last = encoding is UnicodeEncoding ? 0 : null;
        return new StreamReader(new PrefixedStream(probe.AsMemory(skip, length - skip), bytes, last), encoding, false, 1 << 15);
    }

    /// <summary>The encoding, and how many bytes of mark and white space precede the document.</summary>
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
