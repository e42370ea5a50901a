using System.Buffers.Text;
using OmeFs.Core.References.Templates;

namespace OmeFs.Core.References.Generated;

/// <summary>
/// Evenly spaced numbers of at least 0, in the order of their decimals: 0, 1, 10, 11, 2. A rank is found digit by digit, by counting how many
/// numbers begin with the digits so far. For each further digit, these are one range of numbers.
/// </summary>
internal sealed class DecimalPlace : KeyPlace
{
    private readonly ulong _least, _greatest, _gap;
    private readonly GeneratorDimension _values;
    private readonly long _first, _change;

    /// <summary>The number of digits of the greatest number.</summary>
    private readonly int _longest;

    /// <param name="values">The dimension, a range.</param>
    /// <param name="first">The number in the key for the range's first value; not negative.</param>
    /// <param name="change">The change of that number from each value to the next; not 0. The last number is not negative either.</param>
    public DecimalPlace(int dimension, GeneratorDimension values, long first, long change)
        : base(dimension)
    {
        (_values, _first, _change) = (values, first, change);
        var last = first + ((values.Count - 1) * change);
        (_least, _greatest, _gap) = ((ulong)Math.Min(first, last), (ulong)Math.Max(first, last), (ulong)Math.Abs(change));
        for (var rest = _greatest; rest > 0 || _longest == 0; rest /= 10)
            _longest++;
    }

    public override long Count => _values.Count;

    public override (long Least, long Greatest)? Ends => (RankOf(_least), RankOf(_greatest));

    public override long Value(long rank) => _values.Start + (((long)Number(rank) - _first) / _change * _values.Step);

    public override TemplateValue TemplateValue(long rank) => Templates.TemplateValue.Of(Value(rank));

    public override int Write(long rank, Span<byte> into) => Utf8Formatter.TryFormat(Number(rank), into, out var length)
        ? length
        : throw new ArgumentException("the buffer is too small for a number", nameof(into));

    public override long Before(ReadOnlySpan<byte> key, out int taken)
    {
        taken = -1;
        long before = 0;
        ulong number = 0;
        var at = 0;
        for (; at < key.Length && char.IsAsciiDigit((char)key[at]); at++)
        {
            if (at > 0)
            {
                before += Has(number) ? 1 : 0;
                // No number has a leading 0, and none is longer than the greatest.
                if (number == 0 || number > _greatest / 10)
                    return before;
            }
            for (number *= 10; number % 10 < key[at] - (ulong)'0'; number++)
                before += Under(number);
        }
        if (at == 0)
            return !key.IsEmpty && key[0] > '9' ? Count : 0;
        var has = Has(number);
        taken = has ? at : -1;
        return at < key.Length && key[at] > '9' ? before + Under(number) - (has ? 1 : 0) : before;
    }

    public override bool KeepsOrderBefore(byte? next) => next is null or < (byte)'0';

    public override void AppendLongest(List<byte> to) => to.AddRange(Enumerable.Repeat((byte)'9', _longest));

    /// <summary>The number that has a rank.</summary>
    private ulong Number(long rank)
    {
        for (ulong number = 0; ;)
        {
            for (long under; rank >= (under = Under(number)); number++)
                rank -= under;
            if (Has(number) && rank-- == 0)
                return number;
            number *= 10;
        }
    }

    private long RankOf(ulong number)
    {
        Span<byte> text = stackalloc byte[_longest];
        _ = Utf8Formatter.TryFormat(number, text, out var length);
        return Before(text[..length], out _);
    }

    private bool Has(ulong number) => Below(number + 1) > Below(number);

    /// <summary>The count of numbers that begin with the digits of this one, itself included.</summary>
    private long Under(ulong number)
    {
        if (number == 0)
            return Below(1);
        long under = 0;
        for (ulong width = 1; number <= _greatest; number *= 10, width *= 10)
        {
            under += Below(number + width) - Below(number);
            if (number > _greatest / 10)
                break;
        }
        return under;
    }

    /// <summary>The count of numbers less than this one.</summary>
    private long Below(ulong number)
    {
        if (number <= _least)
            return 0;
        if (number > _greatest)
            return Count;
        return (long)(_gap == 1 ? number - _least : (number - _least + _gap - 1) / _gap);
    }
}
