using System.Text;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Series;

/// <summary>
/// The LUTs that ImageJ gives channels, in tag 50839: "IJIJ", then types with how many parts each has, then the parts, whose lengths tag 50838
/// names after the header's own. A part of type "luts" is 256 reds, 256 greens, 256 blues. Without such a tag a palette is the LUT.
/// </summary>
internal static class ImageJColors
{
    private const int Entries = 256;
    private const int LutBytes = 3 * Entries;
    private const int MarkBytes = 4;
    private const int TypeBytes = 8;

    /// <summary>More parts than any file has, of which overlays have one a shape. Arbitrary.</summary>
    private const int MostParts = 1024 * 1024;

    /// <summary>Arbitrary; ImageJ has 7 types.</summary>
    private const int MostHeaderBytes = 4096;

    private const string Black = "000000";

    /// <summary>Each channel with a LUT gets its last colour, unless that is black, and the whole LUT where it is no ramp.</summary>
    public static async Task<IReadOnlyList<SeriesChannel>> ApplyAsync(
        TiffFile file, IfdEntries first, IReadOnlyList<SeriesChannel> channels, CancellationToken cancellation)
    {
        var layout = file.Ifds.LayoutOf(file.FirstWithPixels);
        if (layout.SamplesPerPixel > 1)
            return channels; // its channels are red, green and blue
        var luts = await ReadAsync(file, first, channels.Count, cancellation);
        if (luts.Count == 0 && channels.Count == 1 && await Palette.ReadAsync(file, first, layout, cancellation) is { } palette)
            luts = [palette];
        return luts.Count == channels.Count ? [.. channels.Zip(luts, Colored)] : channels;
    }

    private static SeriesChannel Colored(SeriesChannel channel, ColorTable lut) =>
        channel with { Color = lut.Last == Black ? channel.Color : lut.Last, Colors = lut.IsRamp ? null : lut };

    /// <summary>As many LUTs as there are, at most <paramref name="most"/>.</summary>
    private static async Task<IReadOnlyList<ColorTable>> ReadAsync(TiffFile file, IfdEntries ifd, int most, CancellationToken cancellation)
    {
        if (ifd[TiffTag.ImageJMetadata] is not { } entry || !file.Holds(entry)
            || await file.NumbersAsync(ifd, TiffTag.ImageJMetadataByteCounts, MostParts, cancellation) is not { } lengths
            || lengths[0] is < MarkBytes or > MostHeaderBytes || lengths[0] > entry.ByteLength)
            return [];
        var header = new byte[lengths[0]];
        await file.Source.ReadAtAsync(entry.ValueAt, header, cancellation);
        var (part, parts) = Luts(header, file.Header.BigEndian);
        var tables = new List<ColorTable>();
        var at = (Int128)lengths[0];
        for (var i = 1; i < lengths.Length && i < part + parts && tables.Count < most; at += lengths[i++])
        {
            if (i < part)
                continue;
            if (lengths[i] != LutBytes || at + LutBytes > entry.ByteLength)
                return [];
            var lut = new byte[LutBytes];
            await file.Source.ReadAtAsync(entry.ValueAt + (long)at, lut, cancellation);
            tables.Add(new ColorTable(8, Color(lut, 0), Color(lut, 1), Color(lut, 2)));
        }
        return tables;
    }

    private static ushort[] Color(byte[] lut, int color) => [.. lut.AsSpan(color * Entries, Entries).ToArray().Select(entry => (ushort)entry)];

    /// <summary>Which part is the first LUT, counting the header as 0, and how many there are.</summary>
    private static (long Part, long Parts) Luts(byte[] header, bool bigEndian)
    {
        if (Text(header, 0, bigEndian) != "IJIJ")
            return (0, 0);
        var part = 1L;
        for (var at = MarkBytes; at + TypeBytes <= header.Length; at += TypeBytes)
        {
            var parts = new TiffReader(header, bigEndian).UInt32(at + MarkBytes);
            if (Text(header, at, bigEndian) == "luts")
                return (part, parts);
            part += parts;
        }
        return (0, 0);
    }

    /// <summary>Four letters, which are written as a number.</summary>
    private static string Text(byte[] header, int at, bool bigEndian)
    {
        var letters = header.AsSpan(at, MarkBytes).ToArray();
        if (!bigEndian)
            Array.Reverse(letters);
        return Encoding.Latin1.GetString(letters);
    }
}
