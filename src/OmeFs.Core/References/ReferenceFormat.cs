using System.IO.Compression;
using OmeFs.Core.References.Json;
using OmeFs.Core.Sources;

namespace OmeFs.Core.References;

/// <summary>How a reference document is packed.</summary>
public enum ReferencePacking
{
    Plain,
    Gzip,
    Zstd,
}

/// <summary>Tells a reference document by its first bytes, and unpacks it.</summary>
public static class ReferenceFormat
{
    /// <summary>As many first bytes as telling takes; fewer will do.</summary>
    public const int SniffedBytes = 64;

    /// <summary>What the first bytes of a source say: JSON, packed JSON, or null for something else.</summary>
    public static ReferencePacking? Sniff(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
            return ReferencePacking.Gzip;
        if (start.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]))
            return ReferencePacking.Zstd;
        if (start.StartsWith("\uFEFF"u8))
            start = start[3..];
        var text = start.TrimStart(" \t\r\n"u8);
        return text.StartsWith("{"u8) || text.StartsWith("["u8) ? ReferencePacking.Plain : null;
    }

    internal static Stream Open(IByteSource source, ReferencePacking packing) => packing switch
    {
        ReferencePacking.Plain => new SourceStream(source),
        ReferencePacking.Gzip => new GZipStream(new SourceStream(source), CompressionMode.Decompress),
        ReferencePacking.Zstd => new ZstdStream(new SourceStream(source)),
    };
}
