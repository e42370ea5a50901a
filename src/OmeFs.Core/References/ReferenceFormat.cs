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

/// <summary>Unpacks reference documents.</summary>
internal static class ReferenceFormat
{
    public static Stream Open(IByteSource source, ReferencePacking packing) => packing switch
    {
        ReferencePacking.Plain => new SourceStream(source),
        ReferencePacking.Gzip => new GZipStream(new SourceStream(source), CompressionMode.Decompress),
        ReferencePacking.Zstd => new ZstdStream(new SourceStream(source)),
    };
}
