namespace OmeFs.Core.References.Templates;

/// <summary>Makes the references of a `gen` entry: one for each combination of its dimensions' values.</summary>
internal sealed class Generator
{
    private readonly TemplateValue[] _values;
    private readonly RenderedText _rendered = new();

    /// <exception cref="OmeFsException">A template of the entry is wrong, or it makes too many references.</exception>
    public Generator(GeneratorSpec spec, TemplateSet templates)
    {
        if (spec.Offset is null != spec.Length is null)
            throw new OmeFsException(FaultKind.Corrupt, $"the entry of 'gen' with the key '{spec.Key}' has only one of 'offset' and 'length'; both or none expected");
        (Name, Dimensions) = (spec.Key, spec.Dimensions);
        var scope = new TemplateScope([.. spec.Dimensions.Select(dimension => dimension.Name)], templates);
        (Key, Url) = (TemplateText.Parse(spec.Key, scope), TemplateText.Parse(spec.Url, scope));
        Offset = spec.Offset is null ? null : TemplateText.Parse(spec.Offset, scope);
        Length = spec.Length is null ? null : TemplateText.Parse(spec.Length, scope);
        _values = new TemplateValue[spec.Dimensions.Count];
        Count = Product(spec);
    }

    /// <summary>The key's template as it stands in the document.</summary>
    public string Name { get; }

    public IReadOnlyList<GeneratorDimension> Dimensions { get; }

    public TemplateText Key { get; }

    public TemplateText Url { get; }

    /// <summary>Null, as is <see cref="Length"/>, where references are to targets as a whole.</summary>
    public TemplateText? Offset { get; }

    public TemplateText? Length { get; }

    /// <summary>How many references it makes.</summary>
    public long Count { get; }

    public void AddTo(ReferenceSetBuilder builder)
    {
        var indices = new long[_values.Length];
        for (long made = 0; made < Count; made++, Step(indices))
        {
            for (var i = 0; i < indices.Length; i++)
                _values[i] = Dimensions[i][indices[i]];
            AddOne(builder);
        }
    }

    private void AddOne(ReferenceSetBuilder builder)
    {
        _rendered.Clear();
        Key.Render(_values, _rendered);
        if (!builder.TryKey(_rendered.Span, text: true))
            return;
        _rendered.Clear();
        Url.Render(_values, _rendered);
        var url = builder.Urls.Intern(_rendered.Span);
        if (Offset is null || Length is null)
            builder.AddWhole(url);
        else if (Number(Offset) is >= 0 and var offset && Number(Length) is >= 0 and var length)
            builder.AddRange(url, offset, length);
        else
            builder.RefuseValue();
    }

    private long Number(TemplateText text) => text.TryWhole(_values, _rendered, out var number, out var digits)
        ? number
        : throw new OmeFsException(FaultKind.Corrupt, $"the entry of 'gen' with the key '{Name}': '{digits}' is no offset or length");

    private void Step(long[] indices)
    {
        for (var i = indices.Length - 1; i >= 0 && ++indices[i] == Dimensions[i].Count; i--)
            indices[i] = 0;
    }

    private static long Product(GeneratorSpec spec)
    {
        Int128 count = spec.Dimensions.Any(dimension => dimension.Count == 0) ? 0 : 1;
        foreach (var dimension in spec.Dimensions)
            if ((count *= dimension.Count) > ReferenceLimits.MaxReferences)
                throw new OmeFsException(
                    FaultKind.LimitExceeded, $"the entry of 'gen' with the key '{spec.Key}' makes more than {ReferenceLimits.MaxReferences} references");
        return (long)count;
    }
}
