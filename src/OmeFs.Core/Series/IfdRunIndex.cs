using OmeFs.Core.Ome.Planes;

namespace OmeFs.Core.Series;

/// <summary>The planes of a series without OME-XML: IFDs of one file in an order of z, c and t.</summary>
/// <param name="ifds">Indices in the main chain.</param>
/// <param name="planesPerIfd">Planes stored in each IFD, one after the other.</param>
internal sealed class IfdRunIndex(IReadOnlyList<int> ifds, PlaneOrder order, int planesPerIfd = 1) : IPlaneIndex
{
    public IEnumerable<IfdPlace> Places => ifds.Select(ifd => new IfdPlace(0, ifd));

    public IfdPlace PlaceOf(int z, int channel, int t)
    {
        var (ifd, inIfd) = Math.DivRem(order.OrdinalOf(z, channel, t), planesPerIfd);
        return ifd < ifds.Count ? new IfdPlace(0, ifds[(int)ifd], (int)inIfd) : IfdPlace.None;
    }
}
