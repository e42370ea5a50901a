namespace OmeFs.Core.Zarr.Model;

/// <summary>The index of a chunk on the chunk grid along t, c, z, y, x, from 0.</summary>
public readonly record struct ChunkIndex(int T, int C, int Z, int Y, int X)
{
    /// <summary>The index along axis 0 (t) to 4 (x).</summary>
    public int this[int axis] => axis switch
    {
        0 => T,
        1 => C,
        2 => Z,
        3 => Y,
        4 => X,
        _ => throw new ArgumentOutOfRangeException(nameof(axis)),
    };

    /// <summary>The chunk with this number on a grid; x varies fastest.</summary>
    public static ChunkIndex At(long number, ArrayShape grid)
    {
        (number, var x) = Math.DivRem(number, grid.X);
        (number, var y) = Math.DivRem(number, grid.Y);
        (number, var z) = Math.DivRem(number, grid.Z);
        var (t, c) = Math.DivRem(number, grid.C);
        return new ChunkIndex((int)t, (int)c, (int)z, (int)y, (int)x);
    }

    /// <summary>"0/0/4/12/7", as in the store key of a chunk.</summary>
    public override string ToString() => $"{T}/{C}/{Z}/{Y}/{X}";
}
