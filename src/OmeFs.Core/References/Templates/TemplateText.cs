using System.Text;

namespace OmeFs.Core.References.Templates;

/// <summary>A text with expressions in it, ready to be filled in: "http://{{u}}_{{i}}".</summary>
internal sealed class TemplateText
{
    private readonly List<(byte[] Before, Expression? Value)> _parts = [];

    /// <exception cref="OmeFsException"><see cref="FaultKind.Corrupt"/> or <see cref="FaultKind.Unsupported"/>: what is wrong in which text.</exception>
    public static TemplateText Parse(string text, TemplateScope scope)
    {
        try
        {
            return ParseParts(text, scope);
        }
        catch (OmeFsException fault) when (!fault.Message.StartsWith("in the template", StringComparison.Ordinal))
        {
            throw new OmeFsException(fault.Kind, $"in the template '{text}': {fault.Message}", fault);
        }
    }

    /// <summary>The number that the whole text is, where it is one expression and a number; else null.</summary>
    public long? Number(ReadOnlySpan<TemplateValue> variables) =>
        _parts is [([], { } value)] && value.Evaluate(variables) is { Text: null } number ? number.Number : null;

    public void Render(ReadOnlySpan<TemplateValue> variables, RenderedText into)
    {
        foreach (var (before, value) in _parts)
        {
            into.Append(before);
            if (value is not null)
                into.Append(value.Evaluate(variables));
        }
    }

    private static TemplateText ParseParts(string text, TemplateScope scope)
    {
        var parsed = new TemplateText();
        for (var at = 0; at < text.Length;)
        {
            var open = text.IndexOf("{{", at, StringComparison.Ordinal);
            var before = text[at..(open < 0 ? text.Length : open)];
            if (before.Contains("{%", StringComparison.Ordinal) || before.Contains("{#", StringComparison.Ordinal))
                throw new OmeFsException(FaultKind.Unsupported, "statements '{% %}' and comments '{# #}' are not supported");
            Expression? value = null;
            (value, at) = open < 0 ? (null, text.Length) : ExpressionParser.Parse(text, open + 2, scope);
            parsed._parts.Add((Encoding.UTF8.GetBytes(before), value));
        }
        return parsed;
    }
}
