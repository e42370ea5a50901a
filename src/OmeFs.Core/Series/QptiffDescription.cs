using System.Globalization;
using System.Xml;

namespace OmeFs.Core.Series;

/// <summary>The XML that PerkinElmer's and Akoya's scanners write into every IFD of a QPTIFF: what the IFD is, and of which channel.</summary>
internal sealed class QptiffDescription
{
    private const string Root = "PerkinElmer-QPI-ImageDescription";

    /// <summary>Characters of one description: scan profiles are long. Arbitrary.</summary>
    private const int MostCharacters = 16 * 1024 * 1024;

    private readonly Dictionary<string, string> _values = [];

    private QptiffDescription()
    {
    }

    /// <summary>"FullResolution", "ReducedResolution", "Thumbnail", "Overview", "Label"; "" if it says none.</summary>
    public string ImageType => _values.GetValueOrDefault("ImageType", "");

    /// <summary>What was stained, else what stains it; null if neither is there.</summary>
    public string? Channel => Text("Biomarker") ?? Text("Name");

    /// <summary>Six hexadecimal digits of "R,G,B"; null if there is none, or if it is black.</summary>
    public string? Color
    {
        get
        {
            var parts = _values.GetValueOrDefault("Color", "").Split(',');
            var color = parts.Length == 3 ? string.Concat(parts.Select(part => byte.TryParse(part, CultureInfo.InvariantCulture, out var value) ? $"{value:X2}" : "?")) : "?";
            return color is "000000" || color.Contains('?', StringComparison.Ordinal) ? null : color;
        }
    }

    /// <summary>20 of "20x".</summary>
    public double? Magnification =>
        double.TryParse(_values.GetValueOrDefault("Objective", "").Trim().TrimEnd('x', 'X'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && number > 0 && double.IsFinite(number)
            ? number
            : null;

    /// <summary>Null if the text is no such description. Of one that is damaged, what is before the damage.</summary>
    public static QptiffDescription? Parse(string text)
    {
        if (text.Length > MostCharacters || !text.Contains("<" + Root, StringComparison.Ordinal))
            return null;
        var found = new QptiffDescription();
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, CheckCharacters = false };
        // The declaration says UTF-16, whatever the bytes were: a reader of text passes over it.
        using var reader = XmlReader.Create(new StringReader(text[text.IndexOf('<', StringComparison.Ordinal)..]), settings);
        try
        {
            while (reader.Read())
                if (reader is { NodeType: XmlNodeType.Element, Depth: 1 })
                    found.Take(reader);
        }
        catch (XmlException)
        {
            // Whatever else it says is not needed to show the image.
            return found;
        }
        return found;
    }

    /// <summary>An element that holds text alone; the first of its name counts.</summary>
    private void Take(XmlReader reader)
    {
        var name = reader.LocalName;
        if (!reader.IsEmptyElement && reader.Read() && reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
            _values.TryAdd(name, reader.Value.Trim());
    }

    private string? Text(string key) => _values.GetValueOrDefault(key) is { Length: > 0 } text ? text : null;
}
