namespace OmeFs.Core.Zarr;

/// <summary>
/// The attributes of an image whose samples stay interleaved, behind x. OME-NGFF 0.4 has channels before space and five axes at most, so that nothing of it
/// is claimed: the group says where its levels are, as tifffile's do, and each array what its axes are called.
/// </summary>
internal static class SixAxes
{
    public static byte[] Group(ImageArrays image) => JsonDocuments.Write(json =>
    {
        json.WriteStartArray("multiscales");
        json.WriteStartObject();
        json.WriteString("name", image.Series.Name);
        json.WriteString("version", "0.1");
        json.WriteStartArray("datasets");
        for (var level = 0; level < image.Levels.Count; level++)
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
