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

    /// <summary>The five lengths of a shape in metadata. A sixth axis after x has the samples of a pixel, which count along c.</summary>
    public static ArrayShape Of(IReadOnlyList<long> lengths) => checked(
        new((int)lengths[0], (int)(lengths[1] * (lengths.Count > Rank ? lengths[Rank] : 1)), (int)lengths[2], (int)lengths[3], (int)lengths[4]));

    /// <summary>The lengths as metadata have them.</summary>
    /// <param name="interleaved">Samples of a pixel along a sixth axis, after x; 1 if there is no such axis.</param>
    public IReadOnlyList<long> Lengths(int interleaved = 1) => interleaved > 1 ? [T, C / interleaved, Z, Y, X, interleaved] : [T, C, Z, Y, X];

    /// <summary>The number of chunks of this shape along each axis of an array. The last ones may extend past the array's end.</summary>
    public ArrayShape GridOf(ArrayShape chunk) =>
        new(Ceiling.Divide(T, chunk.T), Ceiling.Divide(C, chunk.C), Ceiling.Divide(Z, chunk.Z), Ceiling.Divide(Y, chunk.Y), Ceiling.Divide(X, chunk.X));

    public override string ToString() => $"{T}/{C}/{Z}/{Y}/{X}";

}
