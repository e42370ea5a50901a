using OmeFs.Core.Ome;
using OmeFs.Core.Tiff;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Series.Channels;

/// <summary>Channels with the names and colours of the OME-XML. Label: Name, else Fluor, else emission wavelength, else the number.</summary>
internal static class OmeChannels
{
    /// <param name="count">Channels of the image, counting samples.</param>
    public static IReadOnlyList<SeriesChannel> Of(Pixels pixels, in IfdLayout layout, int count) =>
        Of(pixels, DefaultChannels.Of(layout, count), layout.Format == SampleFormat.Unsigned ? layout.BitsPerSample : 0);

    /// <summary>Channels of single samples, without a TIFF to describe them.</summary>
    public static IReadOnlyList<SeriesChannel> Of(Pixels pixels, DataType type, int count) =>
        Of(pixels, [.. DefaultChannels.Of(count, pixels.Type == PixelType.Bit ? (0, 1) : type.Range).Select(channel => channel with { Range = RangeOf(pixels, type) })],
            type.Kind == 'u' ? 8 * type.Size : 0);

    private static DisplayRange RangeOf(Pixels pixels, DataType type) =>
        type.Kind == 'c' || pixels.Type == PixelType.Bit ? DisplayRange.Given
        : !pixels.Channels.Any(channel => channel.SamplesPerPixel >= 3) ? DisplayRange.Pixels
        : type.Size == 1 ? DisplayRange.Given : DisplayRange.Colors;

    /// <param name="defaults">Used for everything that the OME-XML does not give.</param>
    /// <param name="unsignedBits">Bits of an unsigned sample; 0 for all other types.</param>
    private static SeriesChannel[] Of(Pixels pixels, IReadOnlyList<SeriesChannel> defaults, int unsignedBits)
    {
        var known = ChannelSplit.Expand(pixels, defaults.Count);
        var channels = defaults.ToArray();
        for (var c = 0; c < Math.Min(channels.Length, known.Count); c++)
            channels[c] = channels[c] with { Label = Label(known[c]) ?? channels[c].Label, Color = Color(known[c]) ?? channels[c].Color };
        return pixels.SignificantBits is { } bits && bits >= 1 && bits < unsignedBits
            ? [.. channels.Select(channel => channel with { End = Math.Pow(2, bits) - 1 })]
            : channels;
    }

    private static string? Label(Channel channel)
    {
        if (!string.IsNullOrEmpty(channel.Name))
            return channel.Name;
        if (!string.IsNullOrEmpty(channel.Fluor))
            return channel.Fluor;
        return channel.EmissionWavelength is { } emission ? $"{emission.Value} {emission.Unit}" : null;
    }

    private static string? Color(Channel channel)
    {
        if (channel.Color is { } rgba)
            return $"{(uint)rgba >> 8:X6}";
        var wavelength = channel.EmissionWavelength ?? channel.ExcitationWavelength;
        return wavelength is { } known && Units.ToNanometers(known) is { } nanometers ? Wavelength(nanometers) : null;
    }

    /// <summary>Blue below 500 nm, green below 560, else red, as in bioformats2raw.</summary>
    private static string Wavelength(double nanometers) => nanometers < 500 ? "0000FF" : nanometers < 560 ? "00FF00" : "FF0000";
}
