using System.Text.Json.Nodes;

namespace OmeFs.Core.Zarr.Model;

/// <summary>The codecs of a chunk in the order in which they were applied. Readers undo them from the end.</summary>
/// <param name="Filters">Applied to samples.</param>
/// <param name="Compressors">Applied to the bytes after the filters.</param>
public sealed record CodecChain(IReadOnlyList<CodecSpec> Filters, IReadOnlyList<CodecSpec> Compressors)
{
    /// <summary>zlib's default; decoders ignore it.</summary>
    private const int ZlibLevel = 6;

    /// <summary>No codecs: chunks are the raw samples.</summary>
    public static CodecChain None { get; } = new([], []);

    /// <summary>zlib streams, as TIFF's deflate compression stores them.</summary>
    public static CodecChain Zlib { get; } = new([], [new CodecSpec("zlib", new JsonObject { ["level"] = ZlibLevel })]);

    public bool IsEmpty => Filters.Count == 0 && Compressors.Count == 0;

    /// <summary>All codecs in the order in which they were applied.</summary>
    public IEnumerable<CodecSpec> All => Filters.Concat(Compressors);
}
