using OmeFs.Core.Zarr.Formats;
using OmeFs.Core.Zarr.Ngff;

namespace OmeFs.Core.Images;

/// <summary>A version of OME-Zarr: a version of Zarr with the attributes of a version of OME-NGFF.</summary>
public sealed class OmeZarrVersion
{
    internal OmeZarrVersion(string name, IZarrWriter zarr, INgffVersion ngff) => (Name, Zarr, Ngff) = (name, zarr, ngff);

    /// <summary>Zarr 2.</summary>
    public static OmeZarrVersion V04 { get; } = new("0.4", ZarrV2Format.Instance, new Ngff04());

    /// <summary>"0.4".</summary>
    public string Name { get; }

    internal IZarrWriter Zarr { get; }

    internal INgffVersion Ngff { get; }

    /// <summary>"0.4".</summary>
    public override string ToString() => Name;
}
