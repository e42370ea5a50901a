namespace OmeFs.Core.References.Templates;

/// <summary>The names that an expression may use: variables, which get their values when the template is filled in, and templates.</summary>
/// <param name="Variables">Dimensions of a `gen` entry, or arguments of a callable template.</param>
internal sealed record TemplateScope(IReadOnlyList<string> Variables, TemplateSet Templates)
{
    public int IndexOf(string name)
    {
        for (var i = 0; i < Variables.Count; i++)
            if (Variables[i] == name)
                return i;
        return -1;
    }
}
