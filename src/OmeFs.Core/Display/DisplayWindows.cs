using System.Globalization;
using OmeFs.Core.Arrays;
using OmeFs.Core.Series;
using OmeFs.Core.Series.Channels;

namespace OmeFs.Core.Display;

/// <summary>
/// The display windows of an image's channels. If they depend on pixels, the first request reads a few chunks. The cost is bounded
/// (<see cref="WindowLimits"/>). Safe from many threads.
/// </summary>
/// <remarks>*Invariant:* the same source has the same windows in every mount: which pixels are read follows from the index alone.</remarks>
public sealed class DisplayWindows
{
    /// <summary>A double with the longest text in JSON.</summary>
    private const double LongestNumber = -1.2345678901234567E-300;

    private readonly IReadOnlyList<SeriesChannel> _channels;
    private readonly VirtualArray _level;
    private readonly int _images;
    private readonly Lazy<Task<IReadOnlyList<DisplayWindow>>> _windows;

    private DisplayWindows(IReadOnlyList<SeriesChannel> channels, VirtualArray level, int images)
    {
        (_channels, _level, _images) = (channels, level, images);
        _windows = new(MeasureAsync);
    }

    /// <param name="series">Each image of a source with the arrays of its levels, level 0 first.</param>
    public static IReadOnlyList<DisplayWindows> OfAll(IReadOnlyList<(ImageSeries Series, IReadOnlyList<VirtualArray> Levels)> series)
    {
        var images = series.Count(image => image.Series.Channels.Any(IsMeasured));
        return [.. series.Select(image => new DisplayWindows(image.Series.Channels, Smallest(image.Levels), images))];
    }

    /// <summary>One window per channel, with numbers of the greatest length in JSON, so that the document's length is known before any pixel is read.</summary>
    internal IReadOnlyList<DisplayWindow> Longest => [.. _channels.Select(channel => IsMeasured(channel) ? LongestOf(channel) : Given(channel))];

    /// <summary>One window per channel. Unreadable pixels are not an error: without any pixel, the window is the channel's own range.</summary>
    internal Task<IReadOnlyList<DisplayWindow>> GetAsync() => _windows.Value;

    /// <summary>The smallest level that still has enough pixels.</summary>
    private static VirtualArray Smallest(IReadOnlyList<VirtualArray> levels) =>
        levels.LastOrDefault(level => (long)level.Shape.Y * level.Shape.X >= WindowLimits.EnoughPixels) ?? levels[0];

    private static bool IsMeasured(SeriesChannel channel) => channel.Range != DisplayRange.Given;

    private static DisplayWindow Given(SeriesChannel channel) => new(channel.Minimum, channel.Maximum, channel.Start, channel.End);

    private DisplayWindow LongestOf(SeriesChannel channel)
    {
        if (_level.Type is { Kind: 'u' or 'i', Size: <= 4 })
        {
            var (minimum, maximum) = _level.Type.Range;
            // If nothing can be measured, the channel keeps its given window, which need not fit the array's type: IFDs of one image may differ.
            var longest = ((double[])[minimum, maximum, channel.Start, channel.End]).MaxBy(LengthOf);
            return Given(channel) with { Start = longest, End = longest };
        }
        return new(LongestNumber, LongestNumber, LongestNumber, LongestNumber);
    }

    private static int LengthOf(double number) => number.ToString(CultureInfo.InvariantCulture).Length;

    private async Task<IReadOnlyList<DisplayWindow>> MeasureAsync()
    {
        var windows = _channels.Select(Given).ToArray();
        var measured = _channels.Count(IsMeasured);
        if (measured == 0)
            return windows;
        var budget = WindowBudget.Of(_images, measured);
        if (budget.Chunks == 0)
            return windows;
        var spreads = new ValueSpread?[windows.Length];
        for (var c = 0; c < windows.Length; c++)
            if (IsMeasured(_channels[c]))
                spreads[c] = await SpreadAsync(c, budget);
        var colors = spreads.Where((_, c) => _channels[c].Range == DisplayRange.Colors).Aggregate((ValueSpread?)null, ValueSpread.Join);
        for (var c = 0; c < windows.Length; c++)
            if (IsMeasured(_channels[c]) && (_channels[c].Range == DisplayRange.Colors ? colors : spreads[c]) is { } spread)
                windows[c] = Window(windows[c], spread);
        return windows;
    }

    /// <summary>The spread of a channel's values: the union of each plane's spread, so that a dark plane does not hide a bright one.</summary>
    private async Task<ValueSpread?> SpreadAsync(int channel, WindowBudget budget)
    {
        ValueSpread? all = null;
        foreach (var plane in Affordable(channel, budget).GroupBy(place => place.Plane, place => place.Part))
        {
            var values = new PlaneValues(_level.Type, plane.Sum(part => part.Samples), budget.PlaneValues, _level.Fill.Number is 0 ? null : _level.Fill.Number);
            foreach (var part in plane)
                if (await ReadAsync(part) is { } rows)
                    values.Add(rows, part);
            all = ValueSpread.Join(all, values.Spread());
        }
        return all;
    }

    private IEnumerable<(int Plane, ChunkPart Part)> Affordable(int channel, WindowBudget budget)
    {
        var (chunks, bytes) = (0, 0L);
        foreach (var (plane, chunk) in SamplePlaces.Of(_level, channel))
        {
            if (chunks == budget.Chunks || ChunkPart.Of(_level, channel, chunk, chunks == 0 ? budget.FirstChunkBytes : budget.Bytes - bytes, budget.Bytes - bytes) is not { } part)
                yield break;
            (chunks, bytes) = (chunks + 1, bytes + part.Cost);
            yield return (plane, part);
        }
    }

    /// <summary>Ignores chunks that are damaged or cannot be read. Readers of the chunk itself get the error.</summary>
    private static async Task<byte[]?> ReadAsync(ChunkPart part)
    {
        try
        {
            return await part.ReadAsync();
        }
        catch (OmeFsException fault) when (fault.Kind != FaultKind.Bug)
        {
            return null;
        }
    }

    private DisplayWindow Window(DisplayWindow given, ValueSpread spread)
    {
        // Floats have no range of their own: for probabilities it is 0 to 1; for others, the lowest to the highest value found.
        if (_level.Type.Kind == 'f' && (spread.Minimum < 0 || spread.Maximum > 1))
            given = spread.Minimum < spread.Maximum
                ? new(spread.Minimum, spread.Maximum, spread.Minimum, spread.Maximum)
                : new(Math.Min(0, spread.Minimum), Math.Max(0, spread.Maximum), Math.Min(0, spread.Minimum), Math.Max(0, spread.Maximum));
        return spread.Low < spread.High ? given with { Start = spread.Low, End = spread.High }
            : spread.Minimum < spread.Maximum ? given with { Start = spread.Minimum, End = spread.Maximum }
            : given;
    }
}
