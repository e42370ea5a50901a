namespace OmeFs.Core.Ome;

/// <summary>Which of z, c and t varies fastest from plane to plane. All six begin with XY.</summary>
#pragma warning disable CA1712 // the names are the schema's
public enum DimensionOrder
{
    XYZCT,
    XYZTC,
    XYCTZ,
    XYCZT,
    XYTCZ,
    XYTZC,
}
#pragma warning restore CA1712
