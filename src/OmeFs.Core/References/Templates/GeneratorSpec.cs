using System.Numerics;

namespace OmeFs.Core.References.Templates;

/// <summary>One entry of a document's `gen`, not yet parsed.</summary>
/// <param name="Dimensions">In the order of the document; the last one varies fastest.</param>
internal sealed record GeneratorSpec(string Key, string Url, string? Offset, string? Length, IReadOnlyList<GeneratorDimension> Dimensions);

/// <summary>The values of a variable: a list, or a range of numbers if <see cref="Listed"/> is null.</summary>
/// <remarks>A list may be long, and its bounds are needed for each URL and each part of an expression. So it is scanned only once.</remarks>
internal sealed record GeneratorDimension(string Name, IReadOnlyList<TemplateValue>? Listed, long Start, long Step, long Count)
{
    public static GeneratorDimension OfList(string name, IReadOnlyList<TemplateValue> values) => new(name, values, 0, 0, values.Count)
    {
        IsNumbers = values.All(value => value.Text is null),
        Least = values.Select(value => value.Number).DefaultIfEmpty().Min(),
        Greatest = values.Select(value => value.Number).DefaultIfEmpty().Max(),
        Sum = values.Aggregate(BigInteger.Zero, (sum, value) => sum + value.Number),
    };

    /// <summary>Like Python's range(start, stop, step). Null if the step is 0.</summary>
    public static GeneratorDimension? OfRange(string name, long start, long stop, long step)
    {
        if (step == 0)
            return null;
        var span = step > 0 ? (Int128)stop - start : (Int128)start - stop;
        var stride = Int128.Abs(step);
        var count = span <= 0 ? 0 : (span + stride - 1) / stride;
        var last = count == 0 ? start : start + ((count - 1) * step);
        return new GeneratorDimension(name, null, start, step, (long)Int128.Min(count, long.MaxValue))
        {
            Least = (long)Int128.Min(start, last),
            Greatest = (long)Int128.Max(start, last),
            Sum = (BigInteger)count * (start + (BigInteger)last) / 2,
        };
    }

    /// <summary>Whether any dimension with several values is used.</summary>
    public static bool AnyVaries(IReadOnlyList<GeneratorDimension> dimensions, Predicate<int> used)
    {
        for (var dimension = 0; dimension < dimensions.Count; dimension++)
            if (dimensions[dimension].Varies && used(dimension))
                return true;
        return false;
    }

    public static TemplateValue[] FirstOf(IReadOnlyList<GeneratorDimension> dimensions) => [.. dimensions.Select(dimension => dimension[0])];

    public bool Varies => Count > 1;

    /// <summary>Whether its values are numbers, from <see cref="Least"/> to <see cref="Greatest"/>.</summary>
    public bool IsNumbers { get; private init; } = true;

    public long Least { get; private init; }

    public long Greatest { get; private init; }

    /// <summary>The sum of all values, if they are numbers.</summary>
    public BigInteger Sum { get; private init; }

    public TemplateValue this[long index] => Listed is null ? TemplateValue.Of(Start + (index * Step)) : Listed[(int)index];
}
