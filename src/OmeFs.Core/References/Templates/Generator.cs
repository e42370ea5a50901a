namespace OmeFs.Core.References.Templates;

/// <summary>The references of a `gen` entry: one for each combination of its dimensions' values.</summary>
internal sealed class Generator
{
    /// <exception cref="OmeFsException">A template of the entry is wrong, or the entry makes too many references.</exception>
    public Generator(GeneratorSpec spec, TemplateSet templates)
    {
        if (spec.Offset is null != spec.Length is null)
            throw new OmeFsException(FaultKind.Corrupt, $"the entry of 'gen' with the key '{spec.Key}' has only one of 'offset' and 'length'; both or none expected");
        (Name, Dimensions) = (spec.Key, spec.Dimensions);
        var scope = new TemplateScope([.. spec.Dimensions.Select(dimension => dimension.Name)], templates);
        (Key, Url) = (TemplateText.Parse(spec.Key, scope), TemplateText.Parse(spec.Url, scope));
        Offset = spec.Offset is null ? null : TemplateText.Parse(spec.Offset, scope);
        Length = spec.Length is null ? null : TemplateText.Parse(spec.Length, scope);
        Count = Product(spec);
    }

    /// <summary>The key's template, as it is in the document.</summary>
    public string Name { get; }

    public IReadOnlyList<GeneratorDimension> Dimensions { get; }

    public TemplateText Key { get; }

    public TemplateText Url { get; }

    /// <summary>Null, like <see cref="Length"/>, if the references are to whole targets.</summary>
    public TemplateText? Offset { get; }

    public TemplateText? Length { get; }

    /// <summary>The number of references.</summary>
    public long Count { get; }

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
