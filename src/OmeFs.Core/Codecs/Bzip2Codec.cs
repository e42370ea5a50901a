using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.BZip2;

namespace OmeFs.Core.Codecs;

/// <summary>bzip2, as BinData of OME-XML may be compressed.</summary>
/// <remarks>Some writers left out the "BZ" that a stream begins with, since an old decoder wanted it so: it is put back.</remarks>
internal sealed class Bzip2Codec : ISegmentCodec
{
    /// <summary>900,000 symbols of a block, of which five make a run of 259 bytes, from some forty bytes.</summary>
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
