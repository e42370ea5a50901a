using OmeFs.Core.Tiff;

namespace OmeFs.Core.Series;

/// <summary>One level of a series' pyramid: which row of which IFD table holds each plane.</summary>
/// <param name="planes">The planes of level 0, or of this level where its IFDs are in the main chain.</param>
/// <param name="sub">Which SubIFD of the plane's IFD is this level; -1 for the IFD itself.</param>
public sealed class SeriesLevel(TiffFile file, IPlaneIndex planes, int sub)
{
    public TiffFile File => file;

    /// <summary>The table that <see cref="RowOf"/> counts in.</summary>
    public IfdTable Table => sub < 0 ? file.Ifds : file.SubIfds;

    /// <summary>The row of <see cref="Table"/> with this plane, or <see cref="IPlaneIndex.NoIfd"/>.</summary>
    public int RowOf(int z, int channel, int t)
    {
        var ifd = planes.IfdOf(z, channel, t);
        if (ifd < 0 || ifd >= file.Ifds.Count)
            return IPlaneIndex.NoIfd;
        if (sub < 0)
            return ifd;
        var record = file.Ifds[ifd];
        return sub < record.SubCount ? record.FirstSub + sub : IPlaneIndex.NoIfd;
    }

    /// <summary>The IFD of a plane as messages call it.</summary>
    public IfdLabel LabelOf(int z, int channel, int t) => new(planes.IfdOf(z, channel, t), sub);
}
