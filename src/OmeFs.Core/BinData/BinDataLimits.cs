namespace OmeFs.Core.BinData;

/// <summary>Limits on a document with BinData. All are arbitrary and far above real files.</summary>
internal static class BinDataLimits
{
    /// <summary>BinData elements of one document: about 60 bytes are kept per element.</summary>
    public const int MaxElements = 2_000_000;

    /// <summary>Bytes of the document without its BinData, which are kept in memory.</summary>
    public const int MaxXmlBytes = Ome.OmeLimits.MaxMetadataBytes;

    /// <summary>
    /// If lines are shorter, or breaks longer, an index is kept instead of line arithmetic, which would read mostly white space.
    /// </summary>
    public const int ShortestLine = 16, LongestBreak = 64;

    /// <summary>Bytes of text for the characters of one <see cref="Base64Text.Stride"/>, with white space.</summary>
    public const int LongestStretch = 1024 * 1024;
}
