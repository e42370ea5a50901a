using System.Runtime.InteropServices;
using OmeFs.Core.Ome;
using OmeFs.Core.Ome.Planes;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Series.Sets;

/// <summary>The files with the planes of one document, and which of them each TiffData means.</summary>
/// <param name="all">In the order in which the document first names them.</param>
/// <param name="named">Their indices in <paramref name="all"/>; without names of files that do not exist.</param>
internal sealed class SetFiles(IReadOnlyList<TiffFile> all, IReadOnlyDictionary<TiffDataFile, int> named) : IPlaneFiles
{
    public IReadOnlyList<TiffFile> All => all;

    public long AllIfds { get; } = all.Sum(file => (long)file.Ifds.Count);

    public int IndexOf(TiffDataFile name) => named.GetValueOrDefault(name, -1);

    public int IfdCount(int file) => all[file].Ifds.Count;

    public bool IsCutShort(int file) => all[file].IsCutShort;

    /// <summary>SamplesPerPixel of an IFD. If it cannot be read, that of the first readable IFD of its file.</summary>
    public int SamplesPerPixel(IfdPlace place) => (HasPixels(place) ? LayoutOf(place) : all[place.File].Ifds.LayoutOf(all[place.File].FirstWithPixels)).SamplesPerPixel;

    /// <summary>Whether the IFD is readable and has pixels.</summary>
    public bool HasPixels(IfdPlace place) => LayoutOf(place).HasSegments;

    public IfdLayout LayoutOf(IfdPlace place) => all[place.File].Ifds.LayoutOf(place.Ifd);

    /// <summary>The first layout of the most frequent kind among these IFDs: an image has the kind of most of its planes.</summary>
    /// <param name="places">At least one has pixels.</param>
    public IfdLayout TypicalOf(IEnumerable<IfdPlace> places)
    {
        var counts = new Dictionary<IfdLayout, int>();
        foreach (var place in places.Where(HasPixels))
            CollectionsMarshal.GetValueRefOrAddDefault(counts, LayoutOf(place), out _)++;
        return counts.GroupBy(layout => PlaneKind.Of(layout.Key)).MaxBy(kind => (kind.Key.Type is not null, kind.Sum(layout => layout.Value)))!.First().Key;
    }
}
