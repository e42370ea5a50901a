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

    /// <summary>The rows of <see cref="Table"/> that planes of this level lie in, with what messages call each IFD.</summary>
    public IEnumerable<(int Row, IfdLabel Label)> Rows =>
        from ifd in planes.Ifds
        let row = RowOfIfd(ifd)
        where row != IPlaneIndex.NoIfd
        select (row, new IfdLabel(ifd, sub));

    /// <summary>The row of <see cref="Table"/> with this plane, or <see cref="IPlaneIndex.NoIfd"/>.</summary>
    public int RowOf(int z, int channel, int t) => RowOfIfd(planes.IfdOf(z, channel, t));

    private int RowOfIfd(int ifd)
    {
        if (ifd < 0 || ifd >= file.Ifds.Count)
            return IPlaneIndex.NoIfd;
        if (sub < 0)
            return ifd;
        var record = file.Ifds[ifd];
        return sub < record.SubCount ? record.FirstSub + sub : IPlaneIndex.NoIfd;
    }
}
