using OmeFs.Core.Tiff;

namespace OmeFs.Core.Series;

/// <summary>One level of a series' pyramid: which IFD of which file holds each plane.</summary>
/// <param name="files">The files that <paramref name="planes"/> refers to by index.</param>
/// <param name="planes">The planes of level 0; or of this level if its IFDs are in the main chain.</param>
/// <param name="sub">Which SubIFD of a plane's IFD is this level; -1 for the IFD itself.</param>
public sealed class SeriesLevel(IReadOnlyList<TiffFile> files, IPlaneIndex planes, int sub)
{
    /// <summary>The IFDs with planes of this level, with their names for messages.</summary>
    internal IEnumerable<(PlaneIfd Ifd, IfdLabel Label)> Ifds => AllIfds.Where(found => found.Ifd.Layout.HasSegments);

    /// <summary>The IFDs of all planes, including unreadable ones, which stand for their planes.</summary>
    internal IEnumerable<(PlaneIfd Ifd, IfdLabel Label)> AllIfds
    {
        get
        {
            foreach (var place in planes.Places)
                if (TryFind(place, out var ifd))
                    yield return (ifd, new IfdLabel(place.Ifd, files[place.File].Ifds.LayoutOf(place.Ifd).IsUnreadable ? -1 : sub));
        }
    }

    /// <summary>Finds the IFD of a plane, which may be unreadable. False if no file has one, or it has no pixels.</summary>
    /// <param name="channel">Counts channels, not samples: an RGB channel is one.</param>
    internal bool TryFind(int z, int channel, int t, out PlaneIfd ifd) => TryFind(planes.PlaceOf(z, channel, t), out ifd);

    private bool TryFind(IfdPlace place, out PlaneIfd ifd)
    {
        ifd = default;
        if (place.IsNone || files[place.File] is var file && place.Ifd >= file.Ifds.Count)
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
