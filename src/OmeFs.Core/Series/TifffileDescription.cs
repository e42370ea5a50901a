using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OmeFs.Core.Series;

/// <summary>
/// The ImageDescription that tifffile writes into the first IFD of each array: a JSON object with its shape, and its axes if the calling program
/// gave them. Old versions wrote "shape=(2, 3)".
/// </summary>
/// <param name="Shape">Lengths along all axes, slowest first; each at least 1.</param>
/// <param name="Axes">One letter per axis; null if there are none, or not as many as axes.</param>
/// <param name="Truncated">All planes are behind one IFD.</param>
internal sealed partial record TifffileDescription(IReadOnlyList<long> Shape, string? Axes, bool Truncated)
{
    /// <summary>Characters of a description that are read. Arbitrary.</summary>
    private const int MostCharacters = 1 << 20;

    /// <summary>numpy's own limit.</summary>
    private const int MostAxes = 64;

    private const string Old = "shape=(";

    public string? Name { get; private init; }

    /// <summary>The unit of <see cref="Spacing"/>, and of the resolution tags if ResolutionUnit is none.</summary>
    public string? Unit { get; private init; }

    /// <summary>Distance of planes along z.</summary>
    public double? Spacing { get; private init; }

    /// <summary>Seconds between frames.</summary>
    public double? FrameInterval { get; private init; }

    /// <summary>Null if the text is not such a description.</summary>
    public static TifffileDescription? Parse(string text)
    {
        text = text.Trim();
        if (text.StartsWith(Old, StringComparison.Ordinal) && text.EndsWith(')'))
            return Of([.. text[Old.Length..^1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Length)], null, false);
        if (text is not ['{', .., '}'] || text.Length > MostCharacters || !text.Contains("\"shape\"", StringComparison.Ordinal))
            return null;
        try
        {
            using var json = JsonDocument.Parse(PythonNumbers().Replace(text, "$1null"));
            return Of(json.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static TifffileDescription? Of(JsonElement root)
    {
        if (!root.TryGetProperty("shape", out var shape) || shape.ValueKind != JsonValueKind.Array || shape.GetArrayLength() > MostAxes)
            return null;
        var truncated = root.TryGetProperty("truncated", out var word) && word.ValueKind == JsonValueKind.True;
        return Of([.. shape.EnumerateArray().Select(length => length.ValueKind == JsonValueKind.Number && length.TryGetInt64(out var number) ? number : 0)], Text(root, "axes"), truncated) is { } found
            ? found with { Name = Text(root, "name"), Unit = Text(root, "unit"), Spacing = Positive(root, "spacing"), FrameInterval = Positive(root, "finterval") }
            : null;
    }

    private static TifffileDescription? Of(long[] shape, string? axes, bool truncated) =>
        shape.Length is > 0 and <= MostAxes && Array.TrueForAll(shape, length => length > 0)
            ? new TifffileDescription(shape, axes?.Length == shape.Length ? axes.ToUpperInvariant() : null, truncated)
            : null;

    private static long Length(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : 0;

    private static string? Text(JsonElement root, string key) =>
        root.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    private static double? Positive(JsonElement root, string key) =>
        root.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number > 0 && double.IsFinite(number)
            ? number
            : null;

    /// <summary>Python's json writes NaN and Infinity, which JSON does not have.</summary>
    [GeneratedRegex(@"([\[:,]\s*)(?:-?Infinity|NaN)(?=\s*[,\]}])")]
    private static partial Regex PythonNumbers();
}
