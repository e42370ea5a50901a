namespace OmeFs.Core;

/// <summary>A place on an array's chunk grid, or a shape counted in chunks or samples: always the five axes t, c, z, y, x.</summary>
public readonly record struct Extent5(int T, int C, int Z, int Y, int X)
{
    public const int Rank = 5;

    /// <summary>The length along axis 0 (t) to 4 (x).</summary>
    public int this[int axis] => axis switch
    {
        0 => T,
        1 => C,
        2 => Z,
        3 => Y,
        4 => X,
        _ => throw new ArgumentOutOfRangeException(nameof(axis)),
    };

    /// <summary>The product of the five lengths; throws <see cref="OverflowException"/> past 2^63.</summary>
    public long Volume => checked((long)T * C * Z * Y * X);

    /// <summary>"0/0/4/12/7", as in the store key of a chunk.</summary>
    public override string ToString() => $"{T}/{C}/{Z}/{Y}/{X}";
}
