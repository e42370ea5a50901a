using OmeFs.Core.Zarr.Formats;

namespace OmeFs.Core.Zarr.Ngff;

/// <summary>
/// The attributes of an image whose samples stay interleaved, behind x. OME-NGFF 0.4 requires channels before space and at most five axes, so these
/// attributes do not claim to be OME-NGFF. As in tifffile, the group gives the paths of its levels, and each array the names of its axes.
/// </summary>
internal static class InterleavedAttributes
{
    public static ZarrAttributes Image(string name, int levels) => ZarrAttributes.Of(json =>
    {
        json.WriteStartArray("multiscales");
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("version", "0.1");
        json.WriteStartArray("datasets");
        for (var level = 0; level < levels; level++)
        {
            json.WriteStartObject();
            json.WriteString("path", level.ToString());
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartObject("metadata");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    });
}
