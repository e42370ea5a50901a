using System.Buffers.Binary;
using System.Text;
using OmeFs.Core.Sources;

namespace OmeFs.Core.Tiff;

/// <summary>
/// The metadata of a Zeiss LSM file: tag 34412 (CZ_LSMINFO) of its first IFD, and the records it points to. All numbers are little-endian.
/// *Spec:* Zeiss, "LSM 5/7 file format".
/// </summary>
/// <param name="Positions">Stage positions times tiles of a mosaic: 1 for most files.</param>
/// <param name="ScanType">Determines the order of the IFDs.</param>
/// <param name="VoxelX">Size of a voxel in metres; 0 or less if it is not known.</param>
/// <param name="TimeStep">Seconds between two time points; 0 if it is not known.</param>
/// <param name="Colors">RRGGBB of each channel; may be fewer than the channels.</param>
internal sealed record LsmInfo(
    int Width,
    int Length,
    int SizeZ,
    int Channels,
    int SizeT,
    int Positions,
    int ScanType,
    double VoxelX,
    double VoxelY,
    double VoxelZ,
    double TimeStep,
    IReadOnlyList<string> Names,
    IReadOnlyList<string> Colors)
{
    private const uint OldMagic = 0x0300_494C, Magic = 0x0400_494C;
    private const int MostBytes = 512, LeastBytes = 136, PositionsAt = 264, PositionsEnd = 272;

    /// <summary>Arbitrary: an instrument has a few channels, a series some thousand time points.</summary>
    private const int MostColors = 1024, MostRecordBytes = 16 * 1024 * 1024;

    /// <summary>Null if the tag holds no such record.</summary>
    public static async ValueTask<LsmInfo?> ReadAsync(IByteSource source, IfdEntry tag, CancellationToken cancellation)
    {
        var bytes = await BytesAsync(source, tag.ValueAt, Math.Min(tag.ByteLength, MostBytes), cancellation);
        if (bytes.Length < LeastBytes || BinaryPrimitives.ReadUInt32LittleEndian(bytes) is not (OldMagic or Magic))
            return null;
        var record = new Record(bytes);
        var (names, colors) = await ChannelsAsync(source, record.Offset(108), cancellation);
        var (sizeT, step) = (record.Size(24), record.Real(112));
        return new LsmInfo(
            record.Size(8),
            record.Size(12),
            record.Size(16),
            record.Size(20),
            sizeT,
            bytes.Length >= PositionsEnd ? (int)Math.Min(int.MaxValue, (long)record.Size(PositionsAt) * record.Size(PositionsAt + 4)) : 1,
            BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(88)),
            record.Real(40),
            record.Real(48),
            record.Real(56),
            step > 0 ? step : await TimeStepAsync(source, record.Offset(132), cancellation),
            names,
            colors);
    }

    /// <summary>The mean distance of the time stamps; 0 if there are fewer than two.</summary>
    private static async ValueTask<double> TimeStepAsync(IByteSource source, long at, CancellationToken cancellation)
    {
        var head = await BytesAsync(source, at, 8, cancellation);
        var count = head.Length < 8 ? 0 : BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(4));
        if (count < 2 || count > MostRecordBytes / sizeof(double))
            return 0;
        var first = await BytesAsync(source, at + 8, sizeof(double), cancellation);
        var last = await BytesAsync(source, at + 8 + ((count - 1L) * sizeof(double)), sizeof(double), cancellation);
        return first.Length < sizeof(double) || last.Length < sizeof(double)
            ? 0
            : new Record(last).Real(0) - new Record(first).Real(0) is > 0 and var span ? span / (count - 1) : 0;
    }

    private static async ValueTask<(IReadOnlyList<string> Names, IReadOnlyList<string> Colors)> ChannelsAsync(
        IByteSource source, long at, CancellationToken cancellation)
    {
        var size = await BytesAsync(source, at, 4, cancellation) is { Length: 4 } head ? BinaryPrimitives.ReadUInt32LittleEndian(head) : 0;
        if (size is < 24 or > MostRecordBytes || await BytesAsync(source, at, size, cancellation) is not { Length: >= 24 } bytes)
            return ([], []);
        var record = new Record(bytes);
        return (NamesOf(bytes, record.Offset(8), record.Offset(16)), ColorsOf(bytes, record.Offset(4), record.Offset(12)));
    }

    /// <summary>Each name is a 32-bit length, then that many bytes with a NUL at the end.</summary>
    private static List<string> NamesOf(ReadOnlySpan<byte> bytes, long count, long at)
    {
        var names = new List<string>();
        while (names.Count < Math.Min(count, MostColors) && at + 4 <= bytes.Length)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(int)at..]);
            if (length > bytes.Length - at - 4)
                break;
            names.Add(Encoding.Latin1.GetString(bytes.Slice((int)at + 4, (int)length)).TrimEnd('\0'));
            at += 4 + length;
        }
        return names;
    }

    /// <summary>Each colour has four bytes: red, green, blue, and one that is unused.</summary>
    private static List<string> ColorsOf(ReadOnlySpan<byte> bytes, long count, long at)
    {
        var colors = new List<string>();
        for (; colors.Count < Math.Min(count, MostColors) && at + 4 <= bytes.Length; at += 4)
            colors.Add(Convert.ToHexString(bytes.Slice((int)at, 3)));
        return colors;
    }

    /// <summary>Empty if the bytes are not inside the file: such a record is optional.</summary>
    private static async ValueTask<byte[]> BytesAsync(IByteSource source, long at, long count, CancellationToken cancellation)
    {
        if (at < TiffHeader.ClassicLength || count <= 0 || count > source.Length || at > source.Length - count)
            return [];
        var bytes = new byte[count];
        await source.ReadAtAsync(at, bytes, cancellation);
        return bytes;
    }

    private readonly struct Record(byte[] bytes)
    {
        public long Offset(int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));

        /// <summary>A dimension's size: at least 1.</summary>
        public int Size(int at) => Math.Max(1, BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at)));

        /// <summary>A finite number; 0 for any other.</summary>
        public double Real(int at) => BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(at)) is var number && double.IsFinite(number) ? number : 0;
    }
}
