using OmeFs.Core.Tiff;

namespace OmeFs.Core.Series.Channels;

/// <summary>Channels for files that do not describe them: grey for one; else red, green, blue, and further colours.</summary>
internal static class DefaultChannels
{
    public const string White = "FFFFFF";

    private static readonly string[] Colors = ["FF0000", "00FF00", "0000FF", "FF00FF", "00FFFF", "FFFF00", White];
    private static readonly string[] RgbLabels = ["Red", "Green", "Blue", "Alpha"];
    private static readonly string[] YCbCrLabels = ["Y", "Cb", "Cr", "Alpha"];

    private const int AlphaSample = 3;

    /// <summary>The colour of channel <paramref name="c"/> of <paramref name="count"/>.</summary>
    public static string ColorOf(int c, int count) => count == 1 ? White : Colors[c % Colors.Length];

    /// <summary>Channels named and coloured by their number; Red, Green, Blue for RGB; Y, Cb, Cr for YCbCr that is not converted.</summary>
    public static IReadOnlyList<SeriesChannel> Of(in IfdLayout layout, int count)
    {
        var rgb = layout.Photometric is Photometric.Rgb or Photometric.YCbCr && count is 3 or 4;
        var (samples, range) = (layout.SamplesPerPixel, DisplayRangeOf(layout));
        var channels = Of(count, Range(layout), rgb ? StaysYCbCr(layout) ? YCbCrLabels : RgbLabels : null);
        return [.. channels.Select((channel, c) => channel with { Range = range == DisplayRange.Colors && c % samples >= AlphaSample ? DisplayRange.Given : range })];
    }

    /// <summary>Colours of 8 bits are a photograph's, which is not stretched. Deeper ones seldom fill their type; all are stretched by the same range.</summary>
    private static DisplayRange DisplayRangeOf(in IfdLayout layout) => layout.Photometric switch
    {
        Photometric.Palette or Photometric.Separated or Photometric.CieLab or Photometric.IccLab or Photometric.ItuLab => DisplayRange.Given,
        Photometric.Rgb or Photometric.YCbCr when layout.SamplesPerPixel >= 3 => layout.BitsPerSample <= 8 ? DisplayRange.Given : DisplayRange.Colors,
        _ => layout.Format is SampleFormat.Complex or SampleFormat.ComplexInteger ? DisplayRange.Given : DisplayRange.Pixels,
    };

    /// <summary>Channels for samples of a known range.</summary>
    /// <param name="labels">For three colours and alpha; null if channels are not colours.</param>
    public static IReadOnlyList<SeriesChannel> Of(int count, (double Minimum, double Maximum) range, string[]? labels = null)
    {
        var (minimum, maximum) = range;
        return [.. Enumerable.Range(0, count).Select(c => new SeriesChannel(
            labels is not null ? labels[c] : $"Channel {c}", labels is not null && c == 3 ? White : ColorOf(c, count), minimum, maximum, minimum, maximum))];
    }

    /// <summary>YCbCr becomes RGB if a codec or the subsampling requires it; else the samples stay as in the file.</summary>
    private static bool StaysYCbCr(in IfdLayout layout) =>
        layout is
        {
            Photometric: Photometric.YCbCr,
            Subsampled: false,
            Compression: Compression.None or Compression.Lzw or Compression.PackBits or Compression.AdobeDeflate or Compression.Deflate
                or Compression.Zstd or Compression.Lzma,
        };

    /// <summary>The range of values that samples of this layout can have.</summary>
    public static (double Minimum, double Maximum) Range(in IfdLayout layout) => SampleTypes.Of(layout, false) switch
    {
        { Kind: 'u' } when layout.BitsPerSample < 64 => (0, Math.Pow(2, layout.BitsPerSample) - 1),
        { } type => type.Range,
        null => (0, 1),
    };
}
