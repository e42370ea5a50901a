namespace OmeFs.Core.Ome.Planes;

/// <summary>Converts between a plane's ordinal in DimensionOrder and its (z, channel, t).</summary>
internal readonly record struct PlaneOrder
{
    private readonly long _strideZ;
    private readonly long _strideC;
    private readonly long _strideT;

    /// <param name="channels">IFD groups, not samples.</param>
    public PlaneOrder(DimensionOrder order, int sizeZ, int channels, int sizeT)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sizeZ, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(sizeT, 1);
        (SizeZ, Channels, SizeT) = (sizeZ, channels, sizeT);
        PlaneCount = checked((long)sizeZ * channels * sizeT);
        (_strideZ, _strideC, _strideT) = order switch
        {
            DimensionOrder.XYZCT => (1L, (long)sizeZ, (long)sizeZ * channels),
            DimensionOrder.XYZTC => (1L, (long)sizeZ * sizeT, (long)sizeZ),
            DimensionOrder.XYCZT => ((long)channels, 1L, (long)channels * sizeZ),
            DimensionOrder.XYCTZ => ((long)channels * sizeT, 1L, (long)channels),
            DimensionOrder.XYTCZ => ((long)sizeT * channels, (long)sizeT, 1L),
            DimensionOrder.XYTZC => ((long)sizeT, (long)sizeT * sizeZ, 1L),
            _ => throw new ArgumentOutOfRangeException(nameof(order)),
        };
    }

    public int SizeZ { get; }

    public int Channels { get; }

    public int SizeT { get; }

    public long PlaneCount { get; }

    public bool Contains(int z, int channel, int t) =>
        (uint)z < (uint)SizeZ && (uint)channel < (uint)Channels && (uint)t < (uint)SizeT;

    /// <summary>The plane's ordinal in DimensionOrder, from 0.</summary>
    public long OrdinalOf(int z, int channel, int t) => Contains(z, channel, t)
        ? z * _strideZ + channel * _strideC + t * _strideT
        : throw new ArgumentOutOfRangeException(nameof(z), $"No plane z={z}, channel={channel}, t={t} in {SizeZ} × {Channels} × {SizeT}.");

    public (int Z, int Channel, int T) CoordinatesOf(long ordinal)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ordinal);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(ordinal, PlaneCount);
        return ((int)(ordinal / _strideZ % SizeZ), (int)(ordinal / _strideC % Channels), (int)(ordinal / _strideT % SizeT));
    }
}
