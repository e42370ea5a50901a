using System.Globalization;
using System.Xml;

namespace OmeFs.Core.Series;

/// <summary>The XML that PerkinElmer's and Akoya's scanners write into every IFD of a QPTIFF: the kind of image, and its channel.</summary>
internal sealed class QptiffDescription
{
    private const string Root = "PerkinElmer-QPI-ImageDescription";

    /// <summary>Characters of one description: scan profiles are long. Arbitrary.</summary>
    private const int MostCharacters = 16 * 1024 * 1024;

    private readonly Dictionary<string, string> _values = [];

    private QptiffDescription()
    {
    }

    /// <summary>"FullResolution", "ReducedResolution", "Thumbnail", "Overview", "Label"; "" if it gives none.</summary>
    public string ImageType => _values.GetValueOrDefault("ImageType", "");

    /// <summary>The biomarker, else the name of the stain; null if neither is given.</summary>
    public string? Channel => Text("Biomarker") ?? Text("Name");

    /// <summary>"R,G,B" as six hexadecimal digits; null if it is missing or black.</summary>
    public string? Color
    {
        get
        {
            var parts = _values.GetValueOrDefault("Color", "").Split(',');
            var color = parts.Length == 3 ? string.Concat(parts.Select(part => byte.TryParse(part, CultureInfo.InvariantCulture, out var value) ? $"{value:X2}" : "?")) : "?";
            return color is "000000" || color.Contains('?', StringComparison.Ordinal) ? null : color;
        }
    }

    /// <summary>20 for "20x".</summary>
    public double? Magnification =>
        double.TryParse(_values.GetValueOrDefault("Objective", "").Trim().TrimEnd('x', 'X'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && number > 0 && double.IsFinite(number)
            ? number
            : null;

    /// <summary>Null if the text is not such a description. If it is damaged, the part before the damage.</summary>
    public static QptiffDescription? Parse(string text)
    {
        if (text.Length > MostCharacters || !text.Contains("<" + Root, StringComparison.Ordinal))
            return null;
        var found = new QptiffDescription();
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, CheckCharacters = false };
        // The declaration says UTF-16, although the bytes may differ. A reader of text ignores it.
        using var reader = XmlReader.Create(new StringReader(text[text.IndexOf('<', StringComparison.Ordinal)..]), settings);
        try
        {
            while (reader.Read())
                if (reader is { NodeType: XmlNodeType.Element, Depth: 1 })
                    found.Take(reader);
        }
        catch (XmlException)
        {
            // The damaged rest is not needed to show the image.
            return found;
        }
        return found;
    }

    /// <summary>Takes an element that has only text. Of several with the same name, the first counts.</summary>
    private void Take(XmlReader reader)
    {
        var name = reader.LocalName;
        if (!reader.IsEmptyElement && reader.Read() && reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
            _values.TryAdd(name, reader.Value.Trim());
    }

    private string? Text(string key) => _values.GetValueOrDefault(key) is { Length: > 0 } text ? text : null;
}
