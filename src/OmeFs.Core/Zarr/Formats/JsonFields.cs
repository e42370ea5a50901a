using System.Text.Json;

namespace OmeFs.Core.Zarr.Formats;

/// <summary>Reads fields of untrusted JSON: null if they have another type than expected.</summary>
internal static class JsonFields
{
    /// <summary>At most so many dimensions. Arbitrary; NumPy has 64.</summary>
    private const int MostDimensions = 64;

    public static JsonElement? Field(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var field) ? field : null;

    public static string? Text(this JsonElement json, string name) =>
        json.Field(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>Integers of at least <paramref name="least"/>, one for each dimension.</summary>
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
