using System.Text.Json;

namespace OmeFs.Fuzz.References;

/// <summary>How many references a document's `gen` makes, as far as it can be told without reading it as one.</summary>
internal static class GeneratorSize
{
    /// <summary>Nothing for a text that is no JSON: nobody gets as far as `gen` there.</summary>
    public static double Of(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json.AsMemory(json.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0), new JsonDocumentOptions { MaxDepth = 128 });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Members(document.RootElement, "gen").Where(gen => gen.ValueKind == JsonValueKind.Array).SelectMany(gen => gen.EnumerateArray()).Sum(Entry)
                : 0;
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException)
        {
            return 0; // no JSON, or names that are no text
        }
    }

    private static double Entry(JsonElement entry) => entry.ValueKind == JsonValueKind.Object
        ? Members(entry, "dimensions").Select(all => all.ValueKind == JsonValueKind.Object ? all.EnumerateObject().Aggregate(1.0, (size, one) => size * Dimension(one.Value)) : 0).Sum()
        : 0;

    private static double Dimension(JsonElement dimension) => dimension.ValueKind switch
    {
        JsonValueKind.Array => dimension.GetArrayLength(),
        JsonValueKind.Object => 1 + dimension.EnumerateObject().Where(bound => bound.Name != "step" && bound.Value.ValueKind == JsonValueKind.Number).Sum(bound => Math.Abs(bound.Value.GetDouble())),
        _ => 1,
    };

    private static IEnumerable<JsonElement> Members(JsonElement of, string name) => of.EnumerateObject().Where(member => member.Name == name).Select(member => member.Value);
}
