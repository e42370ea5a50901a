namespace OmeFs.Core.Images;

/// <summary>Where images lie in the tree.</summary>
public enum OmeZarrLayout
{
    /// <summary>One image at the root; several as bioformats2raw lays them out.</summary>
    Auto,

    /// <summary>Groups 0, 1, ... below a root that says "bioformats2raw.layout": 3.</summary>
    Bioformats2Raw,

    /// <summary>The root is the image's own group; for files with one image.</summary>
    Image,
}
