namespace OmeFs.Core.Ome;

/// <summary>Splits channels with several samples per pixel into channels with one.</summary>
internal static class ChannelSplit
{
    private const int Red = unchecked((int)0xFF0000FF);
    private const int Green = 0x00FF00FF;
    private const int Blue = 0x0000FFFF;

    /// <summary>The number of IFDs for one (z, t). SizeC counts samples, and the TIFF's SamplesPerPixel wins over that of the Channels.</summary>
    public static int GroupCount(Pixels pixels, int samplesPerPixel)
    {
        if (pixels.SizeC % samplesPerPixel == 0)
            return pixels.SizeC / samplesPerPixel;
        // SizeC 1 for an RGB TIFF: this writer counted channels, not samples.
        return pixels.Channels.Count > 0 && SampleSum(pixels) == pixels.SizeC ? pixels.Channels.Count : pixels.SizeC;
    }

    /// <summary>
    /// The number of one-sample channels that each Channel becomes. If possible, there are <paramref name="sizeC"/> in all.
    /// </summary>
    public static IReadOnlyList<int> Copies(Pixels pixels, int sizeC)
    {
        var channels = pixels.Channels;
        if (channels.Count == 0 || SampleSum(pixels) == sizeC)
            return [.. channels.Select(channel => channel.SamplesPerPixel)];
        // The Channels contradict the TIFF: each gets an equal share, or one if that is impossible.
        var share = sizeC % channels.Count == 0 ? sizeC / channels.Count : 1;
        return [.. Enumerable.Repeat(share, channels.Count)];
    }

    /// <summary>The channels as a viewer counts them, with one sample each.</summary>
    public static IReadOnlyList<Channel> Expand(Pixels pixels, int sizeC)
    {
        var copies = Copies(pixels, sizeC);
        List<Channel> all = [];
        for (var index = 0; index < copies.Count; index++)
            for (var sample = 0; sample < copies[index]; sample++)
                all.Add(Sample(pixels.Channels[index], sample, copies[index]));
        return all;
    }

    /// <summary>One sample of a channel. Three or four samples are red, green, blue and alpha.</summary>
    internal static Channel Sample(Channel channel, int sample, int samples)
    {
        if (samples == 1)
            return channel with { SamplesPerPixel = 1 };
        var rgb = samples is 3 or 4;
        var (word, color) = (rgb, sample) switch
        {
            (true, 0) => ("Red", Red),
            (true, 1) => ("Green", Green),
            (true, 2) => ("Blue", Blue),
            (true, _) => ("Alpha", channel.Color),
            _ => ($"{sample}", channel.Color),
        };
        return channel with
        {
            SamplesPerPixel = 1,
            Name = string.IsNullOrEmpty(channel.Name) ? rgb ? word : null : $"{channel.Name} {word}",
            Color = color,
        };
    }

    private static long SampleSum(Pixels pixels) => pixels.Channels.Sum(channel => (long)channel.SamplesPerPixel);
}
