namespace OmeFs.Core.References.Templates;

/// <summary>One entry of a document's `gen`, as it stands there.</summary>
/// <param name="Dimensions">In the order of the document; the last one runs fastest.</param>
internal sealed record GeneratorSpec(string Key, string Url, string? Offset, string? Length, IReadOnlyList<GeneratorDimension> Dimensions);

/// <summary>The values a variable takes: a list, or numbers from a start in steps where <see cref="Listed"/> is null.</summary>
internal sealed record GeneratorDimension(string Name, IReadOnlyList<TemplateValue>? Listed, long Start, long Step, long Count)
{
    public static GeneratorDimension OfList(string name, IReadOnlyList<TemplateValue> values) => new(name, values, 0, 0, values.Count);

    /// <summary>As Python's range(start, stop, step). Null where the step is 0.</summary>
    public static GeneratorDimension? OfRange(string name, long start, long stop, long step)
    {
        if (step == 0)
            return null;
        var span = step > 0 ? (Int128)stop - start : (Int128)start - stop;
        var stride = Int128.Abs(step);
        var count = span <= 0 ? 0 : (span + stride - 1) / stride;
        return new GeneratorDimension(name, null, start, step, (long)Int128.Min(count, long.MaxValue));
    }

    public TemplateValue this[long index] => Listed is null ? TemplateValue.Of(Start + (index * Step)) : Listed[(int)index];
}
