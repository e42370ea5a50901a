using OmeFs.Core.Codecs.Native;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Codecs;

/// <summary>Chooses the codec for a compression.</summary>
internal static class SegmentCodecs
{
    private static readonly NoCodec None = new();
    private static readonly QuickDeflate Deflate = new(new DeflateCodec());
    private static readonly LzwCodec Lzw = new();
    private static readonly PackBitsCodec PackBits = new();

    /// <summary>The codec, or null if omefs has none.</summary>
    public static ISegmentCodec? For(Compression compression) => compression switch
    {
        Compression.None => None,
        Compression.AdobeDeflate or Compression.Deflate => Deflate,
        Compression.Lzw => Lzw,
        Compression.PackBits => PackBits,
        _ => null,
    };
}
