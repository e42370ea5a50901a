namespace OmeFs.Core.Series;

/// <summary>The planes of a series without OME-XML: IFDs in the order c, z, t (c fastest), as ImageJ has it; with one channel, plain z.</summary>
/// <param name="ifds">Numbers in the main chain, one a plane.</param>
internal sealed class PlaneRun(IReadOnlyList<int> ifds, int sizeC, int sizeZ) : IPlaneIndex
{
    public IEnumerable<int> Ifds => ifds;

    public int IfdOf(int z, int channel, int t)
    {
        var plane = ((((long)t * sizeZ) + z) * sizeC) + channel;
        return plane < ifds.Count ? ifds[(int)plane] : IPlaneIndex.NoIfd;
    }
}
