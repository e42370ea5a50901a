using System.Text.Json;

namespace OmeFs.Core.Zarr.Formats;

/// <summary>Takes fields out of JSON that may be anything: null where they are not what they should be.</summary>
internal static class JsonFields
{
    /// <summary>Arbitrary; numpy knows 64 dimensions.</summary>
    private const int MostDimensions = 64;

    public static JsonElement? Field(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var field) ? field : null;

    public static string? Text(this JsonElement json, string name) =>
        json.Field(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>Numbers from <paramref name="least"/> on, one a dimension.</summary>
    public static IReadOnlyList<long>? Extents(this JsonElement json, string name, long least)
    {
        if (json.Field(name) is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() > MostDimensions)
            return null;
        var extents = new List<long>();
        foreach (var extent in list.EnumerateArray())
        {
            if (extent.ValueKind != JsonValueKind.Number || !extent.TryGetInt64(out var number) || number < least)
                return null;
            extents.Add(number);
        }
        return extents;
    }
}
