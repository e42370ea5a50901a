using System.Globalization;

namespace OmeFs.Core.References.Templates;

/// <summary>The value of an expression: a text, or a whole number if <see cref="Text"/> is null.</summary>
internal readonly record struct TemplateValue(string? Text, long Number)
{
    public static TemplateValue Of(long number) => new(null, number);

    public static TemplateValue Of(string text) => new(text, 0);

    public override string ToString() => Text ?? Number.ToString(CultureInfo.InvariantCulture);
}
