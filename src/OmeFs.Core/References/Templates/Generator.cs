using System.Globalization;

namespace OmeFs.Core.References.Templates;

/// <summary>Makes the references of a `gen` entry: one for each combination of its dimensions' values.</summary>
internal sealed class Generator
{
    private readonly GeneratorSpec _spec;
    private readonly TemplateText _key, _url;
    private readonly TemplateText? _offset, _length;
    private readonly TemplateValue[] _values;
    private readonly RenderedText _rendered = new();

    /// <exception cref="OmeFsException">A template of the entry is wrong, or it makes too many references.</exception>
    public Generator(GeneratorSpec spec, TemplateSet templates)
    {
        if (spec.Offset is null != spec.Length is null)
            throw new OmeFsException(FaultKind.Corrupt, $"the entry of 'gen' with the key '{spec.Key}' has only one of 'offset' and 'length'; both or none expected");
        _spec = spec;
        var scope = new TemplateScope([.. spec.Dimensions.Select(dimension => dimension.Name)], templates);
        (_key, _url) = (TemplateText.Parse(spec.Key, scope), TemplateText.Parse(spec.Url, scope));
        _offset = spec.Offset is null ? null : TemplateText.Parse(spec.Offset, scope);
        _length = spec.Length is null ? null : TemplateText.Parse(spec.Length, scope);
        _values = new TemplateValue[spec.Dimensions.Count];
        Count = Product(spec);
    }

    /// <summary>How many references it makes.</summary>
    public long Count { get; }

    public void AddTo(ReferenceSetBuilder builder)
    {
        var indices = new long[_values.Length];
        for (long made = 0; made < Count; made++, Step(indices))
        {
            for (var i = 0; i < indices.Length; i++)
                _values[i] = _spec.Dimensions[i][indices[i]];
            AddOne(builder);
        }
    }

    private void AddOne(ReferenceSetBuilder builder)
    {
        _rendered.Clear();
        _key.Render(_values, _rendered);
        if (!builder.TryKey(_rendered.Span, text: true))
            return;
        _rendered.Clear();
        _url.Render(_values, _rendered);
        var url = builder.Urls.Intern(_rendered.Span);
        if (_offset is null)
            builder.AddWhole(url);
        else if (Number(_offset) is >= 0 and var offset && Number(_length!) is >= 0 and var length)
            builder.AddRange(url, offset, length);
        else
            builder.RefuseValue();
    }

    private long Number(TemplateText text)
    {
        if (text.Number(_values) is { } number)
            return number;
        _rendered.Clear();
        text.Render(_values, _rendered);
        var digits = System.Text.Encoding.UTF8.GetString(_rendered.Span);
        return long.TryParse(digits, NumberStyles.Integer, CultureInfo.InvariantCulture, out var parsed)
            ? parsed
            : throw new OmeFsException(FaultKind.Corrupt, $"the entry of 'gen' with the key '{_spec.Key}': '{digits}' is no offset or length");
    }

    private void Step(long[] indices)
    {
        for (var i = indices.Length - 1; i >= 0 && ++indices[i] == _spec.Dimensions[i].Count; i--)
            indices[i] = 0;
    }

    private static long Product(GeneratorSpec spec)
    {
        Int128 count = spec.Dimensions.Any(dimension => dimension.Count == 0) ? 0 : 1;
        foreach (var dimension in spec.Dimensions)
            if ((count *= dimension.Count) > ReferenceLimits.MaxGenerated)
                throw new OmeFsException(
                    FaultKind.LimitExceeded, $"the entry of 'gen' with the key '{spec.Key}' makes more than {ReferenceLimits.MaxGenerated} references");
        return (long)count;
    }
}
