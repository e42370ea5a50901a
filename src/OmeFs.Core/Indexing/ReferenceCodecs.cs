namespace OmeFs.Core.Indexing;

/// <summary>Which codecs a reference document may require of its readers.</summary>
public enum ReferenceCodecs
{
    /// <summary>Zarr's standard codecs.</summary>
    Strict,

    /// <summary>Also the codecs that Python clients have with the package imagecodecs, as tifffile names them, if the standard ones are not enough.</summary>
    ImageCodecs,
}
