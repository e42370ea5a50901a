namespace OmeFs.Core.BinData;

/// <summary>How much of a document with BinData is believed. All are arbitrary, far above what real files have.</summary>
internal static class BinDataLimits
{
    /// <summary>BinData elements of one document: some 60 bytes are kept of each.</summary>
    public const int MaxElements = 2_000_000;

    /// <summary>Bytes of the document without its BinData, which is kept in memory.</summary>
    public const int MaxXmlBytes = Ome.OmeLimits.MaxMetadataBytes;

    /// <summary>
    /// Where lines are shorter, or further apart, an index is kept: else arithmetic over lines would have to read mostly white space.
    /// </summary>
    public const int ShortestLine = 16, LongestBreak = 64;

    /// <summary>Bytes of text that hold the characters of one <see cref="Base64Text.Stride"/>, white space included.</summary>
    public const int LongestStretch = 1024 * 1024;
}
