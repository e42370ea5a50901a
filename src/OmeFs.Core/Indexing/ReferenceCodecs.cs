namespace OmeFs.Core.Indexing;

/// <summary>Which codecs a reference document may ask of those who read it.</summary>
public enum ReferenceCodecs
{
    /// <summary>Zarr's standard ones.</summary>
    Strict,

    /// <summary>Where those do not do, the ones that Python's clients have with the package imagecodecs, as tifffile writes them.</summary>
    ImageCodecs,
}
