using OmeFs.Core.Arrays;
using OmeFs.Core.Codecs;
using OmeFs.Core.Tiff;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Display;

/// <summary>The rows of one channel in one chunk that are inside the image; only the middle ones if not all may be read.</summary>
/// <param name="Rows">Whole rows of the chunk, each of <paramref name="RowBytes"/>.</param>
/// <param name="Columns">Samples of a row that are inside the image.</param>
internal readonly record struct ChunkPart(VirtualArray Array, ChunkIndex Chunk, long Offset, int Rows, int RowBytes, int Columns)
{
    /// <summary>The cost of reading it, in bytes.</summary>
    public long Cost => Array.Provenance.DecodedBytes > 0 ? Array.Provenance.DecodedBytes : (long)Rows * RowBytes;

    public long Samples => (long)Rows * Columns;

    /// <summary>Null if the chunk has no row that may be read.</summary>
    /// <param name="channel">Counts samples.</param>
    /// <param name="mostDecoded">Bytes that may be decoded, if the chunk can only be decoded as a whole.</param>
    /// <param name="mostRead">Bytes that may be read, if the chunk can be read in part.</param>
    public static ChunkPart? Of(VirtualArray array, int channel, ChunkIndex chunk, long mostDecoded, long mostRead)
    {
        var shape = array.ChunkShape;
        var rowBytes = (long)shape.X * array.Type.Size;
        var inside = (int)Math.Min(shape.Y, array.Shape.Y - ((long)chunk.Y * shape.Y));
        var rows = array.Provenance.DecodedBytes == 0 ? Math.Min(inside, mostRead / rowBytes) : array.Provenance.DecodedBytes <= mostDecoded ? inside : 0;
        if (rows == 0 || rows * rowBytes > TiffLimits.MaxSegmentBytes)
            return null;
        var first = ((long)(channel % shape.C) * shape.Y) + ((inside - rows) / 2);
        return new ChunkPart(array, chunk, first * rowBytes, (int)rows, (int)rowBytes, (int)Math.Min(shape.X, array.Shape.X - ((long)chunk.X * shape.X)));
    }

    /// <summary>The bytes of its rows; null if the file does not have the chunk.</summary>
    /// <exception cref="OmeFsException">The chunk is damaged, or cannot be read.</exception>
    public async Task<byte[]?> ReadAsync()
    {
        var size = new long[1];
        await Array.Chunks.SizesAsync(Chunk, size);
        if (size[0] == IChunkStore.Missing)
            return null;
        return Array.Metadata.Codecs.IsEmpty ? await ReadAsync(Offset, Rows * RowBytes) : Inflate(await ReadAsync(0, EncodedBytes(size[0])));
    }

    /// <summary>Rejects a chunk whose deflate stream is much longer than its samples.</summary>
    private int EncodedBytes(long size) => size <= Math.Min(2 * Array.Provenance.DecodedBytes + ushort.MaxValue, TiffLimits.MaxSegmentBytes)
        ? (int)size
        : throw new OmeFsException(FaultKind.LimitExceeded, $"chunk {Chunk} has {size} bytes, which decode to {Array.Provenance.DecodedBytes}");

    private async Task<byte[]> ReadAsync(long offset, int count)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(count);
        var read = await Array.Chunks.ReadAsync(Chunk, offset, bytes);
        return read == count ? bytes : throw new OmeFsException(FaultKind.Bug, $"chunk {Chunk}: {count} bytes expected at {offset}, {read} read");
    }

    private byte[] Inflate(byte[] encoded)
    {
        var decoded = GC.AllocateUninitializedArray<byte>((int)Offset + (Rows * RowBytes));
        var count = SegmentCodecs.For(Compression.AdobeDeflate)!.Decode(encoded, decoded);
        return count == decoded.Length ? decoded[(int)Offset..] : throw new OmeFsException(FaultKind.Corrupt, $"chunk {Chunk} decodes to {count} bytes, {decoded.Length} expected");
    }
}
