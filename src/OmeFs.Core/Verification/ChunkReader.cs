using System.IO.Compression;
using OmeFs.Core.Arrays;
using OmeFs.Core.Tiff;
using OmeFs.Core.Tree;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Verification;

/// <summary>
/// Reads the chunks of one array as a Zarr client does: by names through the tree, whole, and decoded according to the array's metadata. Safe
/// from many threads.
/// </summary>
/// <param name="folder">The folder with the array's chunks.</param>
internal sealed class ChunkReader(IVirtualTree tree, NodeId folder, VirtualArray array)
{
    /// <summary>Bytes of a decoded chunk.</summary>
    public long ChunkBytes { get; } = array.ChunkShape.Volume * array.Type.Size;

    /// <summary>The chunk's samples, little-endian, in a buffer that may be longer; empty if the chunk is Missing.</summary>
    /// <exception cref="OmeFsException">It cannot be read, or contradicts stat or the metadata.</exception>
    public async ValueTask<ChunkSamples> ReadAsync(ChunkIndex chunk, CancellationToken cancellation)
    {
        var stat = await FindAsync(chunk, cancellation);
        if (!stat.Exists)
            return default;
        if (stat.Kind != NodeKind.File)
            throw new OmeFsException(FaultKind.Bug, "is a folder");
        if (Math.Max(stat.Size, ChunkBytes) >= TiffLimits.MaxSegmentBytes)
            throw new OmeFsException(
                FaultKind.LimitExceeded, $"a chunk of {Math.Max(stat.Size, ChunkBytes)} bytes is longer than can be taken at once ({TiffLimits.MaxSegmentBytes})");
        var file = ScratchBytes.Rent((int)stat.Size + 1);
        try
        {
            await ReadWholeAsync(stat, file, cancellation);
            if (array.Metadata.Codecs.IsEmpty)
                return Take(stat.Size, ref file);
            return Inflate(file, (int)stat.Size);
        }
        finally
        {
            if (file.Length > 0)
                ScratchBytes.Return(file);
        }
    }

    /// <summary>The path of a chunk, for messages.</summary>
    public string PathOf(ChunkIndex chunk) => $"{tree.PathOf(folder)}/{chunk}";

    private async ValueTask<NodeStat> FindAsync(ChunkIndex chunk, CancellationToken cancellation)
    {
        var stat = new NodeStat(folder, NodeKind.Folder, 0);
        for (var axis = 0; axis < ArrayShape.Rank && stat.Exists; axis++)
            stat = await LookupAsync(stat.Id, chunk[axis], cancellation);
        return stat;
    }

    private ValueTask<NodeStat> LookupAsync(NodeId parent, int number, CancellationToken cancellation)
    {
        Span<byte> name = stackalloc byte[10];
        return number.TryFormat(name, out var length) ? tree.LookupAsync(parent, name[..length], cancellation) : default;
    }

    /// <summary>Requests one byte more than there should be.</summary>
    private async ValueTask ReadWholeAsync(NodeStat stat, byte[] file, CancellationToken cancellation)
    {
        var count = await tree.Open(stat.Id).ReadAsync(0, file.AsMemory(0, (int)stat.Size + 1), cancellation);
        if (count != stat.Size)
            throw new OmeFsException(FaultKind.Bug, $"stat says {stat.Size} bytes, but {count} can be read");
    }

    /// <summary>An uncompressed chunk is its samples.</summary>
    private ChunkSamples Take(long size, ref byte[] file)
    {
        if (size != ChunkBytes)
            throw new OmeFsException(FaultKind.Corrupt, $"{ChunkBytes} bytes of samples expected, found {size}");
        var samples = new ChunkSamples(file, (int)size, size);
        file = [];
        LittleEndian.Make(samples.Span, array.Type);
        return samples;
    }

    private ChunkSamples Inflate(byte[] file, int size)
    {
        var samples = new ChunkSamples(ScratchBytes.Rent((int)ChunkBytes + 1), (int)ChunkBytes, size);
        try
        {
            using var zlib = new ZLibStream(new MemoryStream(file, 0, size), CompressionMode.Decompress);
            var count = zlib.ReadAtLeast(samples.Buffer.AsSpan(0, (int)ChunkBytes + 1), (int)ChunkBytes + 1, throwOnEndOfStream: false);
            if (count != ChunkBytes)
                throw new OmeFsException(
                    FaultKind.Corrupt, $"its zlib stream holds {(count > ChunkBytes ? "more than " : "")}{Math.Min(count, ChunkBytes)} bytes, {ChunkBytes} expected");
        }
        catch (Exception cause) when (cause is InvalidDataException or IOException)
        {
            samples.Dispose();
            throw new OmeFsException(FaultKind.Corrupt, "its zlib stream is damaged", cause);
        }
        catch (OmeFsException)
        {
            samples.Dispose();
            throw;
        }
        LittleEndian.Make(samples.Span, array.Type);
        return samples;
    }
}

/// <summary>A chunk's samples in a buffer of the shared pool. The holder must return them. <c>default</c> is a Missing chunk.</summary>
/// <param name="Length">Bytes of samples.</param>
/// <param name="FileBytes">Bytes of the chunk's file.</param>
internal readonly record struct ChunkSamples(byte[] Buffer, int Length, long FileBytes) : IDisposable
{
    public bool IsMissing => Buffer is null;

    public Span<byte> Span => Buffer.AsSpan(0, Length);

    public void Dispose()
    {
        if (Buffer is not null)
            ScratchBytes.Return(Buffer);
    }
}
