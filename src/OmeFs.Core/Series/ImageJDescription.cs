using System.Globalization;

namespace OmeFs.Core.Series;

/// <summary>
/// The ImageDescription that ImageJ writes into the first IFD: lines of key=value after "ImageJ=version". What it says of counts is trusted
/// only as far as the IFDs bear it out.
/// </summary>
internal sealed class ImageJDescription
{
    private readonly Dictionary<string, string> _values = [];

    private ImageJDescription(string text)
    {
        foreach (var line in text.Split('\n'))
            if (line.IndexOf('=') is > 0 and var at)
                _values[line[..at].Trim()] = line[(at + 1)..].Trim();
    }

    public int Images => Count("images");

    public int Channels => Count("channels");

    public int Slices => Count("slices");

    public int Frames => Count("frames");

    /// <summary>The unit of lengths as ImageJ writes it, or null: "micron", "\u00B5m" (escaped), "nm", "pixel".</summary>
    public string? Unit => _values.GetValueOrDefault("unit")?.Replace("\\u00B5", "\u00B5", StringComparison.Ordinal);

    /// <summary>Distance of slices in <see cref="Unit"/>.</summary>
    public double? Spacing => Positive("spacing");

    /// <summary>Seconds between frames.</summary>
    public double? FrameInterval => Positive("finterval");

    /// <summary>Value shown black, and value shown in full colour, where both are there.</summary>
    public (double Start, double End)? Display => Number("min") is { } min && Number("max") is { } max && max > min ? (min, max) : null;

    /// <summary>Null where the text is no such description.</summary>
    public static ImageJDescription? Parse(string text) =>
        text.StartsWith("ImageJ=", StringComparison.Ordinal) ? new ImageJDescription(text) : null;

    private int Count(string key) => Number(key) is >= 1 and <= int.MaxValue and var count ? (int)count : 1;

    private double? Positive(string key) => Number(key) is > 0 and var number ? number : null;

    private double? Number(string key) =>
        double.TryParse(_values.GetValueOrDefault(key), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : null;
}
