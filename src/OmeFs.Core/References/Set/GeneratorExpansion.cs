using OmeFs.Core.References.Templates;

namespace OmeFs.Core.References.Set;

/// <summary>Adds a generator's references to a builder, one by one. For one thread, once.</summary>
internal sealed class GeneratorExpansion(Generator generator, ReferenceSetBuilder builder)
{
    private readonly TemplateValue[] _values = new TemplateValue[generator.Dimensions.Count];
    private readonly RenderedText _rendered = new();

    /// <exception cref="OmeFsException">An offset or a length is not a number.</exception>
    public void AddAll()
    {
        var indices = new long[_values.Length];
        for (long made = 0; made < generator.Count; made++, Step(indices))
        {
            for (var i = 0; i < indices.Length; i++)
                _values[i] = generator.Dimensions[i][indices[i]];
            AddOne();
        }
    }

    private void AddOne()
    {
        _rendered.Clear();
        generator.Key.Render(_values, _rendered);
        if (!builder.TryKey(_rendered.Span, text: true))
            return;
        _rendered.Clear();
        generator.Url.Render(_values, _rendered);
        var url = builder.Urls.Intern(_rendered.Span);
        if (generator.Offset is null || generator.Length is null)
            builder.AddWhole(url);
        else if (Number(generator.Offset) is >= 0 and var offset && Number(generator.Length) is >= 0 and var length)
            builder.AddRange(url, offset, length);
        else
            builder.RefuseValue();
    }

    private long Number(TemplateText text) => text.TryWhole(_values, _rendered, out var number, out var digits)
        ? number
        : throw new OmeFsException(FaultKind.Corrupt, $"the entry of 'gen' with the key '{generator.Name}': '{digits}' is not an offset or length");

    private void Step(long[] indices)
    {
        for (var i = indices.Length - 1; i >= 0 && ++indices[i] == generator.Dimensions[i].Count; i--)
            indices[i] = 0;
    }
}
