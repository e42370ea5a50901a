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

    public bool IsCutShort(int file) => all[file].IsCutShort;

    /// <summary>Of an IFD that cannot be read, those of the first one of its file that can.</summary>
    public int SamplesPerPixel(IfdPlace place) => (HasPixels(place) ? LayoutOf(place) : all[place.File].Ifds.LayoutOf(all[place.File].FirstWithPixels)).SamplesPerPixel;

    /// <summary>Whether the IFD there can be read, and has pixels.</summary>
    public bool HasPixels(IfdPlace place) => LayoutOf(place).HasSegments;

    public IfdLayout LayoutOf(IfdPlace place) => all[place.File].Ifds.LayoutOf(place.Ifd);
}
