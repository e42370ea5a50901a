using System.Globalization;
using System.Text;

namespace OmeFs.Core.References.Templates;

/// <summary>A text with expressions in it, ready to be filled in: "http://{{u}}_{{i}}".</summary>
internal sealed class TemplateText
{
    private readonly List<(byte[] Before, Expression? Value)> _parts = [];

    /// <summary>Fixed texts, each with the expression after it. Only the last may have none.</summary>
    public IReadOnlyList<(byte[] Before, Expression? Value)> Parts => _parts;

    /// <exception cref="OmeFsException"><see cref="FaultKind.Corrupt"/> or <see cref="FaultKind.Unsupported"/>: what is wrong, and in which text.</exception>
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

    /// <summary>The value of the whole text, if it is one expression with a number as its value; else null.</summary>
    private long? Number(ReadOnlySpan<TemplateValue> variables) =>
        _parts is [([], { } value)] && value.Evaluate(variables) is { Text: null } number ? number.Number : null;

    /// <summary>The number that the filled-in text gives, from one expression or from several parts; else the filled-in text.</summary>
    public bool TryWhole(ReadOnlySpan<TemplateValue> variables, RenderedText room, out long number, out string text)
    {
        text = "";
        if (Number(variables) is { } known)
        {
            number = known;
            return true;
        }
        room.Clear();
        Render(variables, room);
        text = Encoding.UTF8.GetString(room.Span);
        return long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>The text with all constant parts filled in: fixed texts, each with the varying expression after it. Only the last has none.</summary>
    public IEnumerable<(byte[] Before, Expression? Varying)> Settled(IReadOnlyList<GeneratorDimension> dimensions)
    {
        var text = new RenderedText();
        foreach (var (before, value) in _parts)
        {
            text.Append(before);
            if (value is null)
                continue;
            if (!GeneratorDimension.AnyVaries(dimensions, value.Uses))
            {
                text.Append(value.Evaluate(GeneratorDimension.FirstOf(dimensions)));
                continue;
            }
            yield return (text.Span.ToArray(), value);
            text.Clear();
        }
        yield return (text.Span.ToArray(), null);
    }

    public bool Uses(int variable) => _parts.Exists(part => part.Value?.Uses(variable) == true);

    public void Render(ReadOnlySpan<TemplateValue> variables, RenderedText into)
    {
        foreach (var (before, value) in _parts)
        {
            into.Append(before);
            if (value is not null)
                into.Append(value.Evaluate(variables));
        }
    }

    /// <summary>
    /// A template's name alone between the braces: "{{slide-01}}". fsspec replaces any such name, so no grammar applies to it.
    /// </summary>
    /// <returns>Its value, and the position after the braces; null if there is no such template.</returns>
    private static (Expression Value, int End)? Named(string text, int start, TemplateScope scope)
    {
        for (var close = text.IndexOf("}}", start, StringComparison.Ordinal); close >= 0; close = -1)
            foreach (var name in (ReadOnlySpan<string>)[text[start..close], text[start..close].Trim()])
                if (scope.IndexOf(name) < 0 && scope.Templates.Find(name) is { } value && !TemplateSet.IsCallable(value))
                    return (new Expression.Constant(TemplateValue.Of(value)), close + 2);
        return null;
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
            if (open < 0)
                at = text.Length;
            else if (Named(text, open + 2, scope) is var (named, end))
                (value, at) = (named, end);
            else
                (value, at) = ExpressionParser.Parse(text, open + 2, scope);
            parsed._parts.Add((Encoding.UTF8.GetBytes(before), value));
        }
        return parsed;
    }
}
