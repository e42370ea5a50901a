using System.Text;
using System.Text.Json;
using OmeFs.Core.References.Templates;

namespace OmeFs.Core.References.Json;

/// <summary>Reads the entries of a document's `gen`.</summary>
internal static class GeneratorReader
{
    /// <summary>Reads from the list's opening bracket to its closing one.</summary>
    public static void Read(ref JsonCursor cursor, List<GeneratorSpec> into)
    {
        for (cursor.MustRead(); cursor.Token != JsonTokenType.EndArray; cursor.MustRead())
            into.Add(cursor.Token == JsonTokenType.StartObject ? ReadOne(ref cursor) : throw cursor.Wrong("an entry of 'gen' must be an object"));
    }

    /// <summary>Reads a token that must be a string, for a template or a name.</summary>
    public static string Text(ref JsonCursor cursor, string what) =>
        cursor.Token is JsonTokenType.String or JsonTokenType.PropertyName && cursor.TryText(out var text)
            ? Encoding.UTF8.GetString(text)
            : throw cursor.Wrong($"{what} must be a string");

    private static GeneratorSpec ReadOne(ref JsonCursor cursor)
    {
        string? key = null, url = null, offset = null, length = null;
        List<GeneratorDimension>? dimensions = null;
        for (cursor.MustRead(); cursor.Token != JsonTokenType.EndObject; cursor.MustRead())
        {
            var name = Text(ref cursor, "a name in 'gen'");
            cursor.MustRead();
            switch (name)
            {
                case "key":
                    key = Template(ref cursor, name);
                    break;
                case "url":
                    url = Template(ref cursor, name);
                    break;
                case "offset":
                    offset = Template(ref cursor, name);
                    break;
                case "length":
                    length = Template(ref cursor, name);
                    break;
                case "dimensions" when cursor.Token == JsonTokenType.StartObject:
                    dimensions = ReadDimensions(ref cursor);
                    break;
                default:
                    cursor.Skip();
                    break;
            }
        }
        if (key is null || url is null || dimensions is null)
            throw cursor.Wrong("an entry of 'gen' must have 'key', 'url' and 'dimensions'");
        return new GeneratorSpec(key, url, offset, length, dimensions);
    }

    /// <summary>Accepts a number or a string, because tools write both.</summary>
    private static string Template(ref JsonCursor cursor, string name)
    {
        var text = cursor.TryWhole(out var number) ? number.ToString(System.Globalization.CultureInfo.InvariantCulture) : Text(ref cursor, $"'{name}' in 'gen'");
        return text.Length <= ReferenceLimits.MaxRenderedBytes
            ? text
            : throw new OmeFsException(FaultKind.LimitExceeded, $"'{name}' in 'gen' has more than {ReferenceLimits.MaxRenderedBytes} characters");
    }

    private static List<GeneratorDimension> ReadDimensions(ref JsonCursor cursor)
    {
        var dimensions = new List<GeneratorDimension>();
        for (cursor.MustRead(); cursor.Token != JsonTokenType.EndObject; cursor.MustRead())
        {
            var name = Text(ref cursor, "a dimension's name");
            cursor.MustRead();
            dimensions.Add(cursor.Token switch
            {
                JsonTokenType.StartArray => GeneratorDimension.OfList(name, ReadList(ref cursor)),
                JsonTokenType.StartObject => ReadRange(ref cursor, name),
                _ => throw cursor.Wrong($"the dimension '{name}' must be a list, or an object with 'stop'"),
            });
        }
        return dimensions;
    }

    private static List<TemplateValue> ReadList(ref JsonCursor cursor)
    {
        var values = new List<TemplateValue>();
        for (cursor.MustRead(); cursor.Token != JsonTokenType.EndArray; cursor.MustRead())
            values.Add(cursor.TryWhole(out var number) ? TemplateValue.Of(number) : TemplateValue.Of(Text(ref cursor, "a dimension's value")));
        return values;
    }

    private static GeneratorDimension ReadRange(ref JsonCursor cursor, string name)
    {
        long start = 0, step = 1;
        long? stop = null;
        for (cursor.MustRead(); cursor.Token != JsonTokenType.EndObject; cursor.MustRead())
        {
            var bound = Text(ref cursor, "a name in a dimension");
            cursor.MustRead();
            if (!cursor.TryWhole(out var number))
                throw cursor.Wrong($"'{bound}' of the dimension '{name}' must be a whole number");
            switch (bound)
            {
                case "start":
                    start = number;
                    break;
                case "stop":
                    stop = number;
                    break;
                case "step":
                    step = number;
                    break;
                default:
                    throw cursor.Wrong($"the dimension '{name}' has '{bound}'; start, stop, step expected");
            }
        }
        return stop is { } end && GeneratorDimension.OfRange(name, start, end, step) is { } dimension
            ? dimension
            : throw cursor.Wrong($"the dimension '{name}' needs a 'stop', and a 'step' other than 0");
    }
}
