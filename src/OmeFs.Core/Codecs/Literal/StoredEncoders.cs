using OmeFs.Core.Tiff;

namespace OmeFs.Core.Codecs.Literal;

/// <summary>Chooses the encoder that stores bytes uncompressed in a compression's format.</summary>
internal static class StoredEncoders
{
    private static readonly LiteralBytes Bytes = new();
    private static readonly StoredDeflate Deflate = new();
    private static readonly LiteralLzw Lzw = new();
    private static readonly LiteralPackBits PackBits = new();
    private static readonly RawZstd Zstd = new();

    /// <summary>The encoder, or null if omefs has none.</summary>
    public static IStoredEncoder? For(Compression compression) => compression switch
    {
        Compression.None => Bytes,
        Compression.AdobeDeflate or Compression.Deflate => Deflate,
        Compression.Lzw => Lzw,
        Compression.PackBits => PackBits,
        Compression.Zstd => Zstd,
        _ => null,
    };
}
