using OmeFs.Core.Tiff;

namespace OmeFs.Core.Arrays;

/// <summary>Chunk sizes that the file does not fix. Arbitrary within reason; docs/SEMANTICS.md promises them.</summary>
internal static class ChunkRules
{
    /// <summary>Target size of a band of strips, in bytes. Large enough that the cost of a request is negligible, small enough to pan through.</summary>
    public const long BandBytes = 1024 * 1024;

    /// <summary>A single strip up to this size stays one chunk; longer ones are cut into bands.</summary>
    public const long LargestWholeStrip = 32 * 1024 * 1024;

    /// <summary>Deflate strips of at least this many decoded bytes are shown one by one; smaller ones are assembled into bands.</summary>
    public const long SmallestStoredStrip = 64 * 1024;

    /// <summary>The most segments per chunk, so that one chunk needs only a small part of the segment tables.</summary>
    private const int MostStripsPerBand = 4096;

    /// <summary>Rows of one band: a multiple of RowsPerStrip with about <see cref="BandBytes"/>, at most the image's length.</summary>
    /// <param name="rowBytes">Bytes of one row as the chunk shows it.</param>
    public static int BandRows(in IfdLayout layout, long rowBytes)
    {
        var strips = Math.Clamp(BandBytes / Math.Max(1, layout.SegmentLength * rowBytes), 1, MostStripsPerBand);
        return (int)Math.Min(strips * layout.SegmentLength, layout.Length);
    }

    /// <summary>Rows of one band of uncompressed strips, which can be cut at any row.</summary>
    public static int CutBandRows(in IfdLayout layout, long rowBytes) =>
        layout.SegmentLength * rowBytes > LargestWholeStrip
            ? (int)Math.Clamp(BandBytes / rowBytes, 1, layout.SegmentLength)
            : BandRows(layout, rowBytes);
}
