using OmeFs.Core.Ome;
using OmeFs.Core.Ome.Planes;

namespace OmeFs.Core.Tests.Ome;

/// <summary>A file that stands alone, as plane maps see it; all its IFDs have the same samples unless told.</summary>
internal sealed class OneFile(int ifdCount, OmeDocument? document = null, string name = OneFile.Name, Func<int, int>? samplesOf = null) : IPlaneFiles
{
    public const string Name = "self.ome.tif";

    private readonly SelfName _self = new(document ?? new OmeDocument(), name);

    public long AllIfds => ifdCount;

    public int IndexOf(TiffDataFile named) => _self.IsNamedBy(named) ? 0 : -1;

    public int IfdCount(int file) => ifdCount;

    public bool IsCutShort(int file) => false;

    public int SamplesPerPixel(IfdPlace place) => samplesOf?.Invoke(place.Ifd) ?? 1;
}
