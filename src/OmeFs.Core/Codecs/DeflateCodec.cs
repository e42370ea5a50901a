using System.IO.Compression;
using System.Runtime.InteropServices;

namespace OmeFs.Core.Codecs;

/// <summary>Deflate in a zlib wrapper: compression 8 and 32946. *Spec:* RFC 1950, TIFF Technical Note 3.</summary>
internal sealed class DeflateCodec : ISegmentCodec
{
    /// <summary>Two codes of one bit each give 258 bytes. *Spec:* RFC 1951 section 3.2.5.</summary>
    public int LargestRatio => 1032;

    public int Decode(ReadOnlyMemory<byte> encoded, Span<byte> decoded)
    {
        if (!MemoryMarshal.TryGetArray(encoded, out var array))
            array = encoded.ToArray();
        using var compressed = new MemoryStream(array.Array!, array.Offset, array.Count, writable: false);
        using var inflate = new ZLibStream(compressed, CompressionMode.Decompress);
        try
        {
            return inflate.ReadAtLeast(decoded, decoded.Length, throwOnEndOfStream: false);
        }
        // A stream that needs a preset dictionary (RFC 1950 section 2.2) throws ZLibException, of which only the base IOException is public.
        catch (Exception cause) when (cause is InvalidDataException or IOException)
        {
            throw new OmeFsException(FaultKind.Corrupt, "its deflate data are damaged", cause);
        }
    }
}
