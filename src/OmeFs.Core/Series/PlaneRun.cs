namespace OmeFs.Core.Series;

/// <summary>The planes of a series without OME-XML: IFDs of one file in the order c, z, t (c fastest), as ImageJ has it; with one channel, plain z.</summary>
/// <param name="ifds">Numbers in the main chain, one a plane.</param>
internal sealed class PlaneRun(IReadOnlyList<int> ifds, int sizeC, int sizeZ) : IPlaneIndex
{
    public IEnumerable<IfdPlace> Places => ifds.Select(ifd => new IfdPlace(0, ifd));

    public IfdPlace PlaceOf(int z, int channel, int t)
    {
        var plane = ((((long)t * sizeZ) + z) * sizeC) + channel;
        return plane < ifds.Count ? new IfdPlace(0, ifds[(int)plane]) : IfdPlace.Nowhere;
    }
}
