namespace OmeFs.Core.Indexing;

/// <summary>
/// How much may be copied into a reference document for chunks that are not one range. All limits are arbitrary; docs/SEMANTICS.md promises them.
/// </summary>
internal static class IndexLimits
{
    /// <summary>Bytes of one chunk: the target size of a band of strips, and a little more for its stored zlib stream.</summary>
    public const long MaxInlineChunk = (1024 * 1024) + 1024;

    /// <summary>All copied bytes of a level: clients keep the whole document in memory.</summary>
    public const long MaxInlineLevel = 64L * 1024 * 1024;

    /// <summary>Characters of text that are written as text. A longer document is written as base64, which needs no escapes.</summary>
    public const int MaxText = 64 * 1024 * 1024;
}
