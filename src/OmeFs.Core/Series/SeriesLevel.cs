using OmeFs.Core.Tiff;

namespace OmeFs.Core.Series;

/// <summary>One level of a series' pyramid: which IFD of which file holds each plane.</summary>
/// <param name="files">The files that <paramref name="planes"/> counts.</param>
/// <param name="planes">The planes of level 0, or of this level where its IFDs are in the main chain.</param>
/// <param name="sub">Which SubIFD of the plane's IFD is this level; -1 for the IFD itself.</param>
public sealed class SeriesLevel(IReadOnlyList<TiffFile> files, IPlaneIndex planes, int sub)
{
    /// <summary>The IFDs that planes of this level are stored in, with what messages call each.</summary>
    public IEnumerable<(PlaneIfd Ifd, IfdLabel Label)> Ifds => AllIfds.Where(found => found.Ifd.Layout.HasSegments);

    /// <summary>The same with the IFDs that cannot be read, and keep the places of their planes.</summary>
    public IEnumerable<(PlaneIfd Ifd, IfdLabel Label)> AllIfds
    {
        get
        {
            foreach (var place in planes.Places)
                if (TryFind(place, out var ifd))
                    yield return (ifd, new IfdLabel(place.Ifd, files[place.File].Ifds.LayoutOf(place.Ifd).IsUnreadable ? -1 : sub));
        }
    }

    /// <summary>The IFD with this plane, which may be one that cannot be read; false if no file has one, or it has no pixels.</summary>
    /// <param name="channel">Counts channels, not samples: an RGB channel is one.</param>
    public bool TryFind(int z, int channel, int t, out PlaneIfd ifd) => TryFind(planes.PlaceOf(z, channel, t), out ifd);

    private bool TryFind(IfdPlace place, out PlaneIfd ifd)
    {
        ifd = default;
        if (place.IsNowhere || files[place.File] is var file && place.Ifd >= file.Ifds.Count)
            return false;
        var record = file.Ifds[place.Ifd];
        if (sub >= 0 && !file.LayoutOf(record).IsUnreadable)
        {
            if (sub >= record.SubCount)
                return false;
            record = file.SubIfds[record.FirstSub + sub];
        }
        ifd = new PlaneIfd(file, record, place.Plane);
        return ifd.Layout.HasSegments || ifd.Layout.IsUnreadable;
    }
}
