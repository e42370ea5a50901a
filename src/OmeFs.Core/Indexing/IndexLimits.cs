namespace OmeFs.Core.Indexing;

/// <summary>How much may be copied into a reference document for chunks that are not one range. All are arbitrary, promised by docs/SEMANTICS.md.</summary>
internal static class IndexLimits
{
    /// <summary>One chunk; a band of strips aims at as much. Its stored zlib stream is a little longer.</summary>
    public const long MaxInlineChunk = (1024 * 1024) + 1024;

    /// <summary>All copied bytes of a level: clients that open the document have them in memory.</summary>
    public const long MaxInlineLevel = 64L * 1024 * 1024;

    /// <summary>Text that is written as text; a longer document is written as base64, which needs no escapes.</summary>
    public const int MaxText = 64 * 1024 * 1024;
}
