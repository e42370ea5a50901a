using System.Text.Json.Nodes;

namespace OmeFs.Core.Zarr.Model;

/// <summary>What was done to the samples of a chunk, in the order in which it was done; readers undo it from the end.</summary>
/// <param name="Filters">Done to samples.</param>
/// <param name="Compressors">Done to the bytes that these became.</param>
public sealed record CodecChain(IReadOnlyList<CodecSpec> Filters, IReadOnlyList<CodecSpec> Compressors)
{
    /// <summary>zlib's default; decoders ignore it.</summary>
    private const int ZlibLevel = 6;

    /// <summary>Chunks are the samples and nothing else.</summary>
    public static CodecChain None { get; } = new([], []);

    /// <summary>The zlib streams that deflate means in a TIFF.</summary>
    public static CodecChain Zlib { get; } = new([], [new CodecSpec("zlib", new JsonObject { ["level"] = ZlibLevel })]);

    public bool IsEmpty => Filters.Count == 0 && Compressors.Count == 0;

    /// <summary>All codecs in the order in which they were applied.</summary>
    public IEnumerable<CodecSpec> All => Filters.Concat(Compressors);
}
