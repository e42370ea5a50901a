using System.Text.Json;
using OmeFs.Core.Sources;
using OmeFs.Core.Tree;

namespace OmeFs.Core.Zarr;

/// <summary>Lays images out as an OME-Zarr 0.4 hierarchy. *Spec:* OME-NGFF 0.4, "Images" and "bioformats2raw.layout".</summary>
public static class OmeZarrTree
{
    private const int Bioformats2RawLayout = 3;

    /// <summary>The path of each image's group: "" for a single image at the root, else "0", "1", ...</summary>
    /// <exception cref="OmeFsException"><see cref="FaultKind.Usage"/>: several images cannot all be the root.</exception>
    public static IReadOnlyList<string> Paths(int images, OmeZarrLayout layout)
    {
        if (layout == OmeZarrLayout.Image && images != 1)
            throw new OmeFsException(FaultKind.Usage, $"layout 'image' is for one image, but the file has {images}; use 'auto' or 'bioformats2raw'");
        return layout != OmeZarrLayout.Bioformats2Raw && images == 1 ? [""] : [.. Enumerable.Range(0, images).Select(i => i.ToString())];
    }

    /// <param name="metadata">OME/METADATA.ome.xml.</param>
    public static VirtualTree Build(IReadOnlyList<ImageArrays> images, byte[] metadata, SourceIdentity source)
    {
        var hierarchy = new Hierarchy();
        var atRoot = images is [{ Path: "" }];
        if (!atRoot)
            hierarchy.AddGroup("", TreeDocument.Of(JsonDocuments.Write(json => json.WriteNumber("bioformats2raw.layout", Bioformats2RawLayout))));
        foreach (var image in images)
        {
            var sixAxes = image.Levels[0].Interleaved > 1;
            hierarchy.AddGroup(image.Path, sixAxes ? TreeDocument.Of(SixAxes.Group(image)) : Multiscales.Attributes(image));
            for (var level = 0; level < image.Levels.Count; level++)
                hierarchy.AddArray(Join(image.Path, level.ToString()), image.Levels[level], AxisNames.Attributes(image, level));
        }
        hierarchy.AddGroup("OME", atRoot ? null : TreeDocument.Of(JsonDocuments.Write(json => WriteSeries(json, images))));
        hierarchy.AddFile("OME/METADATA.ome.xml", metadata);
        return hierarchy.Freeze(source);
    }

    private static void WriteSeries(Utf8JsonWriter json, IReadOnlyList<ImageArrays> images)
    {
        json.WriteStartArray("series");
        foreach (var image in images)
            json.WriteStringValue(image.Path);
        json.WriteEndArray();
    }

    private static string Join(string group, string name) => group.Length == 0 ? name : $"{group}/{name}";
}
