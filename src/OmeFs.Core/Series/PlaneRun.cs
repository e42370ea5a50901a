namespace OmeFs.Core.Series;

/// <summary>The planes of a series without OME-XML: IFDs of one file in the order c, z, t (c fastest), as ImageJ has it; with one channel, plain z.</summary>
/// <param name="ifds">Numbers in the main chain.</param>
/// <param name="planesPerIfd">How many planes lie in each, one after the other.</param>
internal sealed class PlaneRun(IReadOnlyList<int> ifds, int sizeC, int sizeZ, int planesPerIfd = 1) : IPlaneIndex
{
    public IEnumerable<IfdPlace> Places => ifds.Select(ifd => new IfdPlace(0, ifd));

    public IfdPlace PlaceOf(int z, int channel, int t)
    {
        var plane = ((((long)t * sizeZ) + z) * sizeC) + channel;
        var (ifd, inIfd) = Math.DivRem(plane, planesPerIfd);
        return ifd < ifds.Count ? new IfdPlace(0, ifds[(int)ifd], (int)inIfd) : IfdPlace.Nowhere;
    }
}
