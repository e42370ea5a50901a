using OmeFs.Core.Tiff;

namespace OmeFs.Core.Arrays;

/// <summary>How large chunks are where the file leaves a choice. Arbitrary within reason, promised by docs/SEMANTICS.md, and kept in this one place.</summary>
internal static class ChunkRules
{
    /// <summary>What a band of strips aims at: large enough that a request's cost does not count, small enough to pan through.</summary>
    public const long BandBytes = 1024 * 1024;

    /// <summary>A single strip up to this size stays one chunk; longer ones are cut into bands.</summary>
    public const long LargestWholeStrip = 32 * 1024 * 1024;

    /// <summary>Deflate strips of at least this many decoded bytes are shown one by one; smaller ones are assembled into bands.</summary>
    public const long SmallestStoredStrip = 64 * 1024;

    /// <summary>Keeps the part of the segment tables that one chunk needs small.</summary>
    private const int MostStripsPerBand = 4096;

    /// <summary>Rows of one band: a multiple of RowsPerStrip that comes to about <see cref="BandBytes"/>, at most the image's length.</summary>
    /// <param name="rowBytes">Bytes of one row as the chunk shows it.</param>
    public static int BandRows(in IfdLayout layout, long rowBytes)
    {
        var strips = Math.Clamp(BandBytes / Math.Max(1, layout.SegmentLength * rowBytes), 1, MostStripsPerBand);
        return (int)Math.Min(strips * layout.SegmentLength, layout.Length);
    }

    /// <summary>The same for uncompressed strips, which can be cut anywhere.</summary>
    public static int CutBandRows(in IfdLayout layout, long rowBytes) =>
        layout.SegmentLength * rowBytes > LargestWholeStrip
            ? (int)Math.Clamp(BandBytes / rowBytes, 1, layout.SegmentLength)
            : BandRows(layout, rowBytes);
}
