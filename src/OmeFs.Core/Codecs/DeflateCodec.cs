using System.IO.Compression;
using System.Runtime.InteropServices;

namespace OmeFs.Core.Codecs;

/// <summary>Deflate in a zlib wrapper: compression 8 and 32946. *Spec:* RFC 1950, TIFF Technical Note 3.</summary>
internal sealed class DeflateCodec : ISegmentCodec
{
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
        catch (InvalidDataException cause)
        {
            throw new OmeFsException(FaultKind.Corrupt, $"deflate: {cause.Message}", cause);
        }
    }
}
