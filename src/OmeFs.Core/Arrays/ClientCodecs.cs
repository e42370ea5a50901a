using System.Text.Json.Nodes;

namespace OmeFs.Core.Arrays;

/// <summary>
/// What undoes a chunk where that is more than Zarr's own codecs do: configurations as numcodecs has them. Those called imagecodecs_* only
/// clients have that registered the Python package imagecodecs.
/// </summary>
/// <param name="Compressor">Undone first.</param>
/// <param name="Filter">Undone after it.</param>
public sealed record ClientCodecs(JsonObject? Compressor, JsonObject? Filter)
{
    /// <summary>The ids of those that are not Zarr's own.</summary>
    public IEnumerable<string> Beyond =>
        ((JsonObject?[])[Compressor, Filter]).Select(codec => codec?["id"]?.GetValue<string>()).OfType<string>().Where(id => id != "zlib");
}
