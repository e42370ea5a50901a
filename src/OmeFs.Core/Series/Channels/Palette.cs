using OmeFs.Core.Tiff;

namespace OmeFs.Core.Series.Channels;

/// <summary>
/// The colours of palette images, whose samples are indices. *Spec:* TIFF 6.0 section 5: all reds, all greens, all blues, with 16 bits each. Some
/// writers use only 8 bits; libtiff assumes that if no entry is larger.
/// </summary>
internal static class Palette
{
    private const int Colors = 3;
    private const int MostBits = 16;
    private const int SmallestOf16 = 256;

    /// <summary>Gives the single channel of a palette image its colours, or the one colour of a ramp. Leaves all other channels as they are.</summary>
    public static async Task<IReadOnlyList<SeriesChannel>> ApplyAsync(
        TiffFile file, IfdEntries ifd, IfdLayout layout, IReadOnlyList<SeriesChannel> channels, CancellationToken cancellation) =>
        channels.Count == 1 && await ReadAsync(file, ifd, layout, cancellation) is { } colors ? [Colored(channels[0], colors)] : channels;

    /// <summary>Null if the IFD has no palette, or the palette lacks colours for some values.</summary>
    public static async Task<ColorTable?> ReadAsync(TiffFile file, IfdEntries ifd, IfdLayout layout, CancellationToken cancellation)
    {
        if (layout is not { Photometric: Photometric.Palette, SamplesPerPixel: 1, BitsPerSample: >= 1 and <= MostBits })
            return null;
        var values = 1 << layout.BitsPerSample;
        var entries = await file.NumbersAsync(ifd, TiffTag.ColorMap, Colors * values, cancellation);
        if (entries?.Length != Colors * values)
            return null;
        var bits = Array.Exists(entries, entry => entry >= SmallestOf16) ? 16 : 8;
        return new ColorTable(bits, Part(entries, 0, values), Part(entries, 1, values), Part(entries, 2, values));
    }

    /// <summary>A palette that is a ramp to black has no colour, so the channel keeps its own.</summary>
    private static SeriesChannel Colored(SeriesChannel channel, ColorTable colors) =>
        !colors.IsRamp ? channel with { Colors = colors } : colors.IsBlack ? channel : channel with { Color = colors.Last };

    private static ushort[] Part(long[] entries, int color, int values) =>
        [.. entries.Skip(color * values).Take(values).Select(entry => (ushort)Math.Min(entry, ushort.MaxValue))];
}
