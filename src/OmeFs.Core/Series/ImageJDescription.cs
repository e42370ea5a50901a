using System.Globalization;
using System.Text;

namespace OmeFs.Core.Series;

/// <summary>
/// The ImageDescription that ImageJ writes into the first IFD: lines of key=value from "ImageJ=version" on, or from "SCIFIO=version" (ImageJ2).
/// Values are parsed like java.util.Properties, whose escapes ImageJ writes. Counts are claims that the IFDs have to confirm.
/// </summary>
internal sealed class ImageJDescription
{
    private const string ImageJ = "ImageJ=", Scifio = "SCIFIO=";

    private readonly Dictionary<string, string> _values = [];

    private ImageJDescription(IEnumerable<string> lines)
    {
        foreach (var line in lines)
            if (line.AsSpan().IndexOfAny('=', ':') is > 0 and var at)
                _values[line[..at].Trim()] = Unescaped(line[(at + 1)..].Trim());
    }

    public bool IsScifio => _values.ContainsKey(Scifio[..^1]);

    public int Images => Count("images");

    public int Channels => Count("channels");

    public int Slices => Count("slices");

    public int Frames => Count("frames");

    /// <summary>Which planes come first: "zct", in any case, with or without "xy" before it. SCIFIO gives a list of axes instead.</summary>
    public string Order => ScifioOrder() ?? _values.GetValueOrDefault("order", "default").ToLowerInvariant();

    /// <summary>The unit of lengths as written, without escapes: "micron", "µm", "1/nm"; null if there is none.</summary>
    public string? Unit => Text("unit");

    /// <summary>The unit of y, which may differ.</summary>
    public string? YUnit => Text("yunit") ?? Unit;

    /// <summary>The unit of z, which may differ.</summary>
    public string? ZUnit => Text("zunit") ?? Unit;

    /// <summary>Distance of slices in <see cref="ZUnit"/>. ImageJ also writes negative distances, and uses their absolute value.</summary>
    public double? Spacing => Number("spacing") is { } spacing && spacing != 0 ? Math.Abs(spacing) : null;

    /// <summary>Distance of frames in <see cref="TimeUnit"/>.</summary>
    public double? FrameInterval => Positive("finterval");

    /// <summary>Frames per second: the speed of ImageJ's player, or the inverse of the interval if there is no interval.</summary>
    public double? FramesPerSecond => Positive("fps");

    public string TimeUnit => Text("tunit") ?? "sec";

    /// <summary>The values shown black and in full colour, if both are given.</summary>
    public (double Start, double End)? Display => Number("min") is { } min && Number("max") is { } max && max > min ? (min, max) : null;

    /// <summary>Null if the text has no such description.</summary>
    public static ImageJDescription? Parse(string text)
    {
        var lines = text.Split(['\n', '\r', '\0']);
        var first = Array.FindIndex(lines, line => Begins(line.AsSpan().TrimStart("\uFEFF \t")));
        return first < 0 ? null : new ImageJDescription(lines.Skip(first).Select(line => line.TrimStart('\uFEFF')));
    }

    /// <summary>The scale and unit that SCIFIO gives an axis ("X", "Y", "Z", "Time"); null if it gives none.</summary>
    public (double Scale, string? Unit)? ScifioScale(string axis)
    {
        if (!IsScifio || Array.IndexOf(List("axes"), axis) is not (>= 0 and var at) || List("scales").ElementAtOrDefault(at) is not { } scale)
            return null;
        var unit = List("units").ElementAtOrDefault(at);
        return Parsed(scale) is > 0 and var step ? (step, unit is null or "" or "null" ? null : unit) : null;
    }

    private static bool Begins(ReadOnlySpan<char> line) => line.StartsWith(ImageJ, StringComparison.Ordinal) || line.StartsWith(Scifio, StringComparison.Ordinal);

    /// <summary>SCIFIO writes planes in the order of its axes. Null if it is not SCIFIO, or these are not its five axes.</summary>
    private string? ScifioOrder()
    {
        var letters = new StringBuilder();
        foreach (var axis in IsScifio ? List("axes") : [])
            letters.Append(axis switch { "X" or "Y" => "", "Channel" => "c", "Z" => "z", "Time" => "t", _ => "?" });
        return letters.Length > 0 && !letters.ToString().Contains('?', StringComparison.Ordinal) ? letters.ToString() : null;
    }

    private string[] List(string key) => _values.GetValueOrDefault(key)?.Split(',', StringSplitOptions.TrimEntries) ?? [];

    private string? Text(string key) => _values.GetValueOrDefault(key) is { } text && !string.IsNullOrWhiteSpace(text) && text != "null" ? text : null;

    private int Count(string key) => Number(key) is >= 1 and <= int.MaxValue and var count ? (int)count : 1;

    private double? Positive(string key) => Number(key) is > 0 and var number ? number : null;

    private double? Number(string key) => _values.GetValueOrDefault(key) is { } text ? Parsed(text) : null;

    private static double? Parsed(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    /// <summary>Resolves "\u00B5" (any four digits) and "\x", which is x. Invalid escapes stay as they are.</summary>
    private static string Unescaped(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
            return text;
        var result = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
            if (text[at] != '\\' || at + 1 == text.Length)
                result.Append(text[at]);
            else if (text[at + 1] is not ('u' or 'U'))
                result.Append(text[++at]);
            else if (at + 6 <= text.Length && ushort.TryParse(text.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
                (result, at) = (result.Append((char)code), at + 5);
            else
                result.Append(text[at]);
        return result.ToString();
    }
}
