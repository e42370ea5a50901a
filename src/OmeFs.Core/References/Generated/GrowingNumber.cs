using System.Numerics;
using OmeFs.Core.References.Templates;

namespace OmeFs.Core.References.Generated;

/// <summary>An offset or a length of generated references, calculated from the ranks of a key.</summary>
internal sealed class GrowingNumber
{
    private readonly long _constant;
    private readonly long[] _coefficients;

    /// <param name="form">Over dimensions. *Invariant:* its value has 63 bits, so intermediate sums may overflow.</param>
    public GrowingNumber(AffineForm form, ReadOnlySpan<KeyPlace> places)
    {
        _constant = Wrapped(form.Constant);
        _coefficients = new long[places.Length];
        for (var place = 0; place < places.Length; place++)
            _coefficients[place] = Wrapped(form.Coefficients[places[place].Dimension]);
    }

    public long At(ReadOnlySpan<long> ranks, ReadOnlySpan<KeyPlace> places)
    {
        var sum = _constant;
        for (var place = 0; place < _coefficients.Length; place++)
            if (_coefficients[place] != 0)
                sum = unchecked(sum + (_coefficients[place] * places[place].Value(ranks[place])));
        return sum;
    }

    private static long Wrapped(BigInteger number) => unchecked((long)(ulong)(number & ulong.MaxValue));
}
