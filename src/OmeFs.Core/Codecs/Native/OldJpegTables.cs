using System.Buffers.Binary;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Codecs.Native;

/// <summary>
/// Old-style JPEG has its tables in the TIFF, or in a JPEG header somewhere in the file, and only entropy-coded pixels in its strips. This class
/// assembles the start of a JPEG, from SOI to SOS, which takes the place of JPEGTables.
/// </summary>
/// <remarks>*Spec:* TIFF 6.0 section 22; ITU-T T.81 annex B for the markers.</remarks>
internal static class OldJpegTables
{
    /// <summary>A JPEG's header must end within this many bytes. Arbitrary; headers have about 600.</summary>
    private const int MaxHeaderBytes = 64 * 1024;

    private const int MostComponents = 4;
    private const int QuantizationBytes = 64;
    private const int HuffmanCounts = 16;

    /// <summary>Null if the file has neither. Then each strip must be a complete JPEG.</summary>
    public static async ValueTask<TagValue?> ReadAsync(TiffFile file, IfdEntries ifd, IfdParser parser, CancellationToken cancellation)
    {
        var start = await FromInterchangeAsync(file, ifd, parser, cancellation) ?? await FromTablesAsync(ifd, parser, cancellation);
        return start is null ? null : new TagValue(TiffTag.JpegTables, TiffFieldType.Undefined, start.Length, start);
    }

    private static async ValueTask<byte[]?> FromInterchangeAsync(TiffFile file, IfdEntries ifd, IfdParser parser, CancellationToken cancellation)
    {
        var offset = await parser.ScalarAsync(ifd, TiffTag.JpegInterchangeFormat, cancellation) ?? 0;
        if (offset is 0 || offset >= file.Source.Length)
            return null;
        var bytes = new byte[Math.Min(MaxHeaderBytes, file.Source.Length - offset)];
        await file.Source.ReadAtAsync(offset, bytes, cancellation);
        return JpegStart.Of(bytes, out _);
    }

    private static async ValueTask<byte[]?> FromTablesAsync(IfdEntries ifd, IfdParser parser, CancellationToken cancellation)
    {
        if (ifd[TiffTag.JpegQTables] is not { } quantization || ifd[TiffTag.JpegDcTables] is not { } dc || ifd[TiffTag.JpegAcTables] is not { } ac)
            return null;
        var start = new MemoryStream();
        start.Write([0xFF, 0xD8]);
        var quantizers = await parser.UnsignedsAsync(ifd, quantization, MostComponents, cancellation);
        for (var i = 0; i < quantizers.Length; i++)
            JpegStart.WriteSegment(start, 0xDB, [(byte)i, .. await AtAsync(parser, ifd, quantization, quantizers[i], QuantizationBytes, cancellation)]);
        foreach (var (entry, kind) in new[] { (dc, 0x00), (ac, 0x10) })
        {
            var offsets = await parser.UnsignedsAsync(ifd, entry, MostComponents, cancellation);
            for (var i = 0; i < offsets.Length; i++)
                JpegStart.WriteSegment(start, 0xC4, [(byte)(kind | i), .. await HuffmanAsync(parser, ifd, entry, offsets[i], cancellation)]);
        }
        await FinishAsync(start, ifd, parser, quantizers.Length, cancellation);
        return start.ToArray();
    }

    private static async ValueTask FinishAsync(MemoryStream start, IfdEntries ifd, IfdParser parser, int components, CancellationToken cancellation)
    {
        if (await parser.ScalarAsync(ifd, TiffTag.JpegRestartInterval, cancellation) is > 0 and <= ushort.MaxValue and var interval)
        {
            var bytes = new byte[2];
            BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)interval);
            JpegStart.WriteSegment(start, 0xDD, bytes);
        }
        long[] sampling = ifd[TiffTag.YCbCrSubsampling] is { } entry ? await parser.UnsignedsAsync(ifd, entry, 2, cancellation) : [2, 2];
        var factors = components == 3 && sampling is [1 or 2 or 4, 1 or 2 or 4] ? (byte)((sampling[0] << 4) | sampling[1]) : (byte)0x11;
        JpegStart.WriteFrameAndScan(start, components, factors);
    }

    private static async ValueTask<byte[]> HuffmanAsync(IfdParser parser, IfdEntries ifd, IfdEntry entry, long offset, CancellationToken cancellation)
    {
        var counts = await AtAsync(parser, ifd, entry, offset, HuffmanCounts, cancellation);
        var symbols = counts.Sum(count => count);
        return await AtAsync(parser, ifd, entry, offset, HuffmanCounts + symbols, cancellation);
    }

    /// <summary>The bytes elsewhere in the file that a value of an entry points to.</summary>
    private static ValueTask<byte[]> AtAsync(
        IfdParser parser, IfdEntries ifd, IfdEntry entry, long offset, int count, CancellationToken cancellation) =>
        parser.BytesAsync(ifd, entry with { Type = TiffFieldType.Undefined, Count = count, ValueAt = offset }, cancellation);
}
