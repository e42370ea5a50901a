using OmeFs.Core.Tiff;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Arrays;

/// <summary>
/// Where a run of bytes of an assembled chunk comes from: a part of one row of one decoded piece, or outside the image. Pure arithmetic.
/// </summary>
/// <param name="Length">Bytes of the run.</param>
/// <param name="Outside">The run is outside the image and has the fill value. The other fields are then undefined.</param>
/// <param name="C">Channel, counting samples.</param>
/// <param name="Down">Row of the segment on the segment grid.</param>
/// <param name="Across">Its column.</param>
/// <param name="Piece">Piece of the segment, by rows.</param>
/// <param name="Row">Row in the piece.</param>
/// <param name="Start">Where the run begins in that row, in bytes of a row with one sample per pixel.</param>
internal readonly record struct ChunkRun(int Length, bool Outside, int C, int Down, int Across, int Piece, int Row, long Start)
{
    /// <summary>The longest run that begins at an offset of a chunk.</summary>
    /// <param name="at">The chunk on the chunk grid.</param>
    /// <param name="chunk">Samples of a chunk.</param>
    /// <param name="shape">Samples of the array.</param>
    /// <param name="offset">Offset in the chunk, in bytes.</param>
    /// <param name="most">Bytes wanted.</param>
    public static ChunkRun At(ChunkIndex at, ArrayShape chunk, ArrayShape shape, in IfdLayout layout, int pieceRows, int sampleBytes, long offset, int most)
    {
        var rowBytes = (long)chunk.X * sampleBytes;
        var planeBytes = chunk.Y * rowBytes;
        var inRow = offset % rowBytes;
        var y = ((long)at.Y * chunk.Y) + (offset % planeBytes / rowBytes);
        var x = (at.X * rowBytes) + inRow;
        var imageBytes = (long)shape.X * sampleBytes;
        if (y >= shape.Y)
            return OutsideImage((int)Math.Min(planeBytes - (offset % planeBytes), most));
        var length = (int)Math.Min(rowBytes - inRow, most);
        if (x >= imageBytes)
            return OutsideImage(length);
        var segmentBytes = (long)layout.SegmentWidth * sampleBytes;
        var start = x % segmentBytes;
        length = (int)Math.Min(length, Math.Min(imageBytes - x, segmentBytes - start));
        var (down, rowInSegment) = ((int)(y / layout.SegmentLength), (int)(y % layout.SegmentLength));
        return new ChunkRun(
            length,
            false,
            (at.C * chunk.C) + (int)(offset / planeBytes),
            down,
            (int)(x / segmentBytes),
            rowInSegment / pieceRows,
            rowInSegment % pieceRows,
            start);
    }

    private static ChunkRun OutsideImage(int length) => new(length, true, 0, 0, 0, 0, 0, 0);
}
