using System.Buffers.Binary;
using System.Text;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Series.Channels;

/// <summary>
/// Reads the LUTs and display ranges that ImageJ stores in tag 50839: "IJIJ", then types with their number of parts, then the parts. Tag 50838
/// gives the length of the header, then of each part. A part of type "luts" is 256 reds, 256 greens, 256 blues. The part of type "rang" has two
/// doubles per channel: the values shown black and in full colour. Without the tag, a palette is the LUT.
/// </summary>
internal static class ImageJColors
{
    private const int Entries = 256;
    private const int LutBytes = 3 * Entries;
    private const int MarkBytes = 4;
    private const int TypeBytes = 8;
    private const int RangeBytes = 2 * sizeof(double);

    /// <summary>More parts than any real file has; overlays have one part per shape. Arbitrary.</summary>
    private const int MostParts = 1024 * 1024;

    /// <summary>Arbitrary; ImageJ has 7 types.</summary>
    private const int MostHeaderBytes = 4096;

    /// <summary>
    /// Gives each channel with a LUT the LUT's last colour, unless that is black, and the whole LUT unless it is a ramp. Also gives it the display
    /// range that ImageJ wrote.
    /// </summary>
    public static async Task<IReadOnlyList<SeriesChannel>> ApplyAsync(
        TiffFile file, IfdEntries first, IReadOnlyList<SeriesChannel> channels, CancellationToken cancellation)
    {
        var layout = file.Ifds.LayoutOf(file.FirstWithPixels);
        if (layout.SamplesPerPixel > 1)
            return channels; // Its channels are red, green and blue.
        channels = await RangedAsync(file, first, channels, cancellation);
        var luts = await LutsAsync(file, first, channels.Count, cancellation);
        if (luts.Count == 0 && channels.Count == 1 && await Palette.ReadAsync(file, first, layout, cancellation) is { } palette)
            luts = [palette];
        return luts.Count == channels.Count ? [.. channels.Zip(luts, Colored)] : channels;
    }

    private static SeriesChannel Colored(SeriesChannel channel, ColorTable lut) =>
        channel with { Color = lut.IsBlack ? channel.Color : lut.Last, Colors = lut.IsRamp ? null : lut };

    private static async Task<IReadOnlyList<SeriesChannel>> RangedAsync(
        TiffFile file, IfdEntries first, IReadOnlyList<SeriesChannel> channels, CancellationToken cancellation)
    {
        if (await PartsAsync(file, first, "rang", RangeBytes * (long)channels.Count, 1, cancellation) is not [var ranges])
            return channels;
        return [.. channels.Select((channel, c) => Ranged(channel, Double(ranges, 2 * c, file.Header.BigEndian), Double(ranges, (2 * c) + 1, file.Header.BigEndian)))];
    }

    /// <summary>Ignores an empty range.</summary>
    private static SeriesChannel Ranged(SeriesChannel channel, double start, double end) => double.IsFinite(start) && double.IsFinite(end) && start < end
        ? channel with { Start = start, End = end, Minimum = Math.Min(channel.Minimum, start), Maximum = Math.Max(channel.Maximum, end), Range = DisplayRange.Given }
        : channel;

    private static double Double(byte[] bytes, int number, bool bigEndian)
    {
        var at = bytes.AsSpan(number * sizeof(double));
        return bigEndian ? BinaryPrimitives.ReadDoubleBigEndian(at) : BinaryPrimitives.ReadDoubleLittleEndian(at);
    }

    /// <summary>All LUTs, at most <paramref name="most"/>.</summary>
    private static async Task<IReadOnlyList<ColorTable>> LutsAsync(TiffFile file, IfdEntries ifd, int most, CancellationToken cancellation) =>
        [.. (await PartsAsync(file, ifd, "luts", LutBytes, most, cancellation)).Select(lut => new ColorTable(8, Color(lut, 0), Color(lut, 1), Color(lut, 2)))];

    /// <summary>The parts of a type, at most <paramref name="most"/>; none if one has another length.</summary>
    private static async Task<IReadOnlyList<byte[]>> PartsAsync(
        TiffFile file, IfdEntries ifd, string type, long length, int most, CancellationToken cancellation)
    {
        if (ifd[TiffTag.ImageJMetadata] is not { } entry || !file.Holds(entry)
            || await file.NumbersAsync(ifd, TiffTag.ImageJMetadataByteCounts, MostParts, cancellation) is not { } lengths
            || lengths[0] is < MarkBytes or > MostHeaderBytes || lengths[0] > entry.ByteLength)
            return [];
        var header = new byte[lengths[0]];
        await file.Source.ReadAtAsync(entry.ValueAt, header, cancellation);
        var (part, parts) = Place(header, type, file.Header.BigEndian);
        var found = new List<byte[]>();
        var at = (Int128)lengths[0];
        for (var i = 1; i < lengths.Length && i < part + parts && found.Count < most; at += lengths[i++])
        {
            if (i < part)
                continue;
            if (lengths[i] != length || at + length > entry.ByteLength)
                return [];
            var bytes = new byte[length];
            await file.Source.ReadAtAsync(entry.ValueAt + (long)at, bytes, cancellation);
            found.Add(bytes);
        }
        return found;
    }

    private static ushort[] Color(byte[] lut, int color) => [.. lut.AsSpan(color * Entries, Entries).ToArray().Select(entry => (ushort)entry)];

    /// <summary>The first part of a type, with the header counted as part 0, and the number of parts.</summary>
    private static (long Part, long Parts) Place(byte[] header, string type, bool bigEndian)
    {
        if (Text(header, 0, bigEndian) != "IJIJ")
            return (0, 0);
        var part = 1L;
        for (var at = MarkBytes; at + TypeBytes <= header.Length; at += TypeBytes)
        {
            var parts = new TiffReader(header, bigEndian).UInt32(at + MarkBytes);
            if (Text(header, at, bigEndian) == type)
                return (part, parts);
            part += parts;
        }
        return (0, 0);
    }

    /// <summary>Four letters, stored as a number.</summary>
    private static string Text(byte[] header, int at, bool bigEndian)
    {
        var letters = header.AsSpan(at, MarkBytes).ToArray();
        if (!bigEndian)
            Array.Reverse(letters);
        return Encoding.Latin1.GetString(letters);
    }
}
