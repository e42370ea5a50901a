using System.Runtime.InteropServices;
using OmeFs.Core.Ome;
using OmeFs.Core.Ome.Planes;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Series.Sets;

/// <summary>The files that the planes of one document lie in, and which of them each TiffData means.</summary>
/// <param name="all">In the order in which the document names them first.</param>
/// <param name="named">Their places in <paramref name="all"/>; names of files that are not there are missing.</param>
internal sealed class SetFiles(IReadOnlyList<TiffFile> all, IReadOnlyDictionary<TiffDataFile, int> named) : IPlaneFiles
{
    public IReadOnlyList<TiffFile> All => all;

    public long AllIfds { get; } = all.Sum(file => (long)file.Ifds.Count);

    public int IndexOf(TiffDataFile name) => named.GetValueOrDefault(name, -1);

    public int IfdCount(int file) => all[file].Ifds.Count;

    public bool IsCutShort(int file) => all[file].IsCutShort;

    /// <summary>Of an IFD that cannot be read, those of the first one of its file that can.</summary>
    public int SamplesPerPixel(IfdPlace place) => (HasPixels(place) ? LayoutOf(place) : all[place.File].Ifds.LayoutOf(all[place.File].FirstWithPixels)).SamplesPerPixel;

    /// <summary>Whether the IFD there can be read, and has pixels.</summary>
    public bool HasPixels(IfdPlace place) => LayoutOf(place).HasSegments;

    public IfdLayout LayoutOf(IfdPlace place) => all[place.File].Ifds.LayoutOf(place.Ifd);

    /// <summary>The first layout of the kind that most of these IFDs have: an image is what most of its planes are.</summary>
    /// <param name="places">At least one has pixels.</param>
    public IfdLayout TypicalOf(IEnumerable<IfdPlace> places)
    {
        var counts = new Dictionary<IfdLayout, int>();
        foreach (var place in places.Where(HasPixels))
            CollectionsMarshal.GetValueRefOrAddDefault(counts, LayoutOf(place), out _)++;
        return counts.GroupBy(layout => PlaneKind.Of(layout.Key)).MaxBy(kind => (kind.Key.Type is not null, kind.Sum(layout => layout.Value)))!.First().Key;
    }
}
