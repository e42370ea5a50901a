namespace OmeFs.Core.Zarr.Model;

/// <summary>Lengths along the five axes t, c, z, y, x: of an array or a chunk in samples, of a grid in chunks.</summary>
public readonly record struct ArrayShape(int T, int C, int Z, int Y, int X)
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

    /// <summary>The five lengths of what metadata say. A sixth axis behind x has the samples of a pixel, which count along c.</summary>
    public static ArrayShape Of(IReadOnlyList<long> lengths) => checked(
        new((int)lengths[0], (int)(lengths[1] * (lengths.Count > Rank ? lengths[Rank] : 1)), (int)lengths[2], (int)lengths[3], (int)lengths[4]));

    /// <summary>The lengths as metadata say them.</summary>
    /// <param name="interleaved">Samples of a pixel that have a sixth axis of their own, behind x; 1 for none.</param>
    public IReadOnlyList<long> Lengths(int interleaved = 1) => interleaved > 1 ? [T, C / interleaved, Z, Y, X, interleaved] : [T, C, Z, Y, X];

    /// <summary>How many chunks of this shape cover the array along each axis; those at the ends may reach over it.</summary>
    public ArrayShape GridOf(ArrayShape chunk) =>
        new(Ceiling(T, chunk.T), Ceiling(C, chunk.C), Ceiling(Z, chunk.Z), Ceiling(Y, chunk.Y), Ceiling(X, chunk.X));

    public override string ToString() => $"{T}/{C}/{Z}/{Y}/{X}";

    private static int Ceiling(int length, int step) => (int)(((long)length + step - 1) / step);
}
