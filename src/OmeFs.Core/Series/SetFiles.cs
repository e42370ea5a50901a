using OmeFs.Core.Ome;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Series;

/// <summary>The files that the planes of one document lie in, and which of them each TiffData means.</summary>
/// <param name="all">In the order in which the document names them first.</param>
/// <param name="named">Their places in <paramref name="all"/>; names of files that are not there are missing.</param>
internal sealed class SetFiles(IReadOnlyList<TiffFile> all, IReadOnlyDictionary<TiffDataFile, int> named) : IPlaneFiles
{
    public IReadOnlyList<TiffFile> All => all;

    public int IndexOf(TiffDataFile name) => named.GetValueOrDefault(name, -1);

    public int IfdCount(int file) => all[file].Ifds.Count;

    public int SamplesPerPixel(IfdPlace place) => LayoutOf(place).SamplesPerPixel;

    public IfdLayout LayoutOf(IfdPlace place) => all[place.File].Ifds.LayoutOf(place.Ifd);
}
