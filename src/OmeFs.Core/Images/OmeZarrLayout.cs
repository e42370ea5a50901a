namespace OmeFs.Core.Images;

/// <summary>Where images are in the tree.</summary>
public enum OmeZarrLayout
{
    /// <summary>One image is at the root; several are laid out as in bioformats2raw.</summary>
    Auto,

    /// <summary>Groups 0, 1, ... below a root with "bioformats2raw.layout": 3.</summary>
    Bioformats2Raw,

    /// <summary>The root is the image's own group; for files with one image.</summary>
    Image,
}
