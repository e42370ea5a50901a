using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.BZip2;

namespace OmeFs.Core.Codecs;

/// <summary>bzip2, a compression of BinData in OME-XML.</summary>
/// <remarks>Some writers omit the "BZ" at the start of a stream, because an old decoder required this. It is added again.</remarks>
internal sealed class Bzip2Codec : ISegmentCodec
{
    /// <summary>A block of about forty bytes may have 900,000 symbols, of which every five make a run of 259 bytes.</summary>
    public int LargestRatio => 1 << 21;

    public int Decode(ReadOnlyMemory<byte> encoded, Span<byte> decoded)
    {
        using var compressed = new MemoryStream(encoded.Span is [(byte)'h', >= (byte)'1' and <= (byte)'9', ..] ? [.. "BZ"u8, .. encoded.Span] : encoded.ToArray());
        try
        {
            using var bzip2 = new BZip2InputStream(compressed);
            return bzip2.ReadAtLeast(decoded, decoded.Length, throwOnEndOfStream: false);
        }
        catch (Exception cause) when (cause is SharpZipBaseException or IOException or IndexOutOfRangeException or OverflowException)
        {
            throw new OmeFsException(FaultKind.Corrupt, "its bzip2 data are damaged", cause);
        }
    }
}
