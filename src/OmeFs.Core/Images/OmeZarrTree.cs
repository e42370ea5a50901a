using OmeFs.Core.Sources;
using OmeFs.Core.Tree;
using OmeFs.Core.Zarr;
using OmeFs.Core.Zarr.Ngff;

namespace OmeFs.Core.Images;

/// <summary>Lays images out as an OME-Zarr hierarchy. *Spec:* OME-NGFF 0.4, "Images" and "bioformats2raw.layout".</summary>
internal static class OmeZarrTree
{
    /// <summary>The path of each image's group: "" for a single image at the root, else "0", "1", ...</summary>
    /// <exception cref="OmeFsException"><see cref="FaultKind.Usage"/>: several images cannot all be the root.</exception>
    public static IReadOnlyList<string> Paths(int images, OmeZarrLayout layout)
    {
        if (layout == OmeZarrLayout.Image && images != 1)
            throw new OmeFsException(FaultKind.Usage, $"layout 'image' is for one image, but the file has {images}; use 'auto' or 'bioformats2raw'");
        return layout != OmeZarrLayout.Bioformats2Raw && images == 1 ? [""] : [.. Enumerable.Range(0, images).Select(i => i.ToString())];
    }

    /// <param name="metadata">OME/METADATA.ome.xml.</param>
    public static VirtualTree Build(IReadOnlyList<ImageArrays> images, byte[] metadata, OmeZarrVersion version, SourceIdentity source)
    {
        var (hierarchy, ngff) = (new Hierarchy(version.Zarr), version.Ngff);
        var atRoot = images is [{ Path: "" }];
        if (!atRoot)
            hierarchy.AddGroup("", ngff.Root());
        foreach (var image in images)
        {
            hierarchy.AddGroup(image.Path, image.Levels[0].IsInterleaved ? InterleavedAttributes.Image(image.Series.Name, image.Levels.Count)
                : ngff.Image(image.Series, image.Levels, image.Windows));
            for (var level = 0; level < image.Levels.Count; level++)
                hierarchy.AddArray(Join(image.Path, level.ToString()), image.Levels[level], AxisNames.Of(image.Levels, level));
        }
        hierarchy.AddGroup("OME", atRoot ? null : ngff.Collection(images.Select(image => image.Path)));
        hierarchy.AddFile("OME/METADATA.ome.xml", metadata);
        return hierarchy.Freeze(source);
    }

    private static string Join(string group, string name) => group.Length == 0 ? name : $"{group}/{name}";
}
