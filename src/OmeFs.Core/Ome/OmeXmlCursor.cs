using System.Globalization;
using System.Xml;

namespace OmeFs.Core.Ome;

/// <summary>Walks an OME-XML document forward by local names and turns attributes into values or faults that name their place.</summary>
/// <remarks>No DTD, no entity but the five of XML, nothing fetched. Reading stops at the root's end: what follows is never looked at.</remarks>
internal sealed class OmeXmlCursor : IDisposable
{
    private readonly string _sourceName;

    public OmeXmlCursor(Stream bytes, string sourceName)
    {
        _sourceName = sourceName;
        Reader = XmlReader.Create(new TagLengthGuard(OmeText.Open(bytes), sourceName), new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = OmeLimits.MaxDocumentCharacters,
            CloseInput = true,
        });
    }

    public XmlReader Reader { get; }

    public string Name => Reader.LocalName;

    /// <summary>The next node; false after the root's end.</summary>
    public bool Read()
    {
        if (Reader is { Depth: 0, NodeType: XmlNodeType.EndElement } or { Depth: 0, NodeType: XmlNodeType.Element, IsEmptyElement: true })
            return false;
        try
        {
            if (!Reader.Read())
                return false;
        }
        catch (XmlException fault)
        {
            throw NotWellFormed(fault);
        }
        return Reader.Depth <= OmeLimits.MaxDepth
            ? true
            : throw Fault(FaultKind.LimitExceeded, $"elements are nested more than {OmeLimits.MaxDepth} deep");
    }

    /// <summary>Moves to the root, which must be an OME element; <paramref name="before"/> sees each node before it.</summary>
    public void MoveToRoot(Action? before = null)
    {
        for (; Read(); before?.Invoke())
            if (Reader.NodeType == XmlNodeType.Element)
            {
                if (Name != "OME")
                    throw Fault(FaultKind.Corrupt, $"the root element is {Quote(Name)}, expected OME");
                return;
            }
        throw new OmeFsException(FaultKind.Corrupt, $"{_sourceName}: the OME-XML holds no element, expected OME");
    }

    /// <summary>The element the cursor stands on, as a parent to walk with <see cref="NextChild"/>.</summary>
    public Parent Enter() => new(Reader.Depth, Reader.IsEmptyElement);

    /// <summary>The next child element of <paramref name="parent"/>, whatever is left of the one before it is passed over.</summary>
    public bool NextChild(Parent parent)
    {
        while (NextNode(parent))
            if (Reader.NodeType == XmlNodeType.Element && Reader.Depth == parent.Depth + 1)
                return true;
        return false;
    }

    /// <summary>The next node inside of <paramref name="parent"/>, at any depth.</summary>
    public bool NextNode(Parent parent) =>
        !parent.Empty && Read() && !(Reader.NodeType == XmlNodeType.EndElement && Reader.Depth == parent.Depth);

    /// <summary>The element's text, trimmed, at most <see cref="OmeLimits.MaxTextCharacters"/> of it; null where there is none.</summary>
    public string? Text()
    {
        if (Reader.IsEmptyElement)
            return null;
        var depth = Reader.Depth;
        var buffer = new char[OmeLimits.MaxTextCharacters];
        var length = 0;
        while (Read() && !(Reader.NodeType == XmlNodeType.EndElement && Reader.Depth == depth))
            while (Reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA && length < buffer.Length)
            {
                var count = Chunk(buffer, length, buffer.Length - length);
                if (count == 0)
                    break;
                length += count;
            }
        var text = new string(buffer, 0, length).Trim();
        return text.Length == 0 ? null : text;
    }

    public string? Attribute(string name) => Reader.GetAttribute(name);

    public string? Attribute(string name, string olderName) => Reader.GetAttribute(name) ?? Reader.GetAttribute(olderName);

    /// <summary>An attribute which planes are found by: absent is null, anything but a whole number in the range is a fault.</summary>
    public int? Integer(string name, int least, int most)
    {
        var text = Attribute(name);
        if (text is null)
            return null;
        if (!long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) || value < least)
            throw Fault(FaultKind.Corrupt, $"{Name} has {name} \"{Quote(text)}\", expected a whole number of at least {least}");
        return value <= most ? (int)value : throw Fault(FaultKind.LimitExceeded, $"{Name} has {name} {value}, more than {most}");
    }

    public int RequiredInteger(string name, int least, int most) =>
        Integer(name, least, most) ?? throw Missing(name);

    /// <summary>Something said of the image which no pixel depends on: nonsense is taken as not said.</summary>
    public double? PositiveNumber(string name) =>
        double.TryParse(Attribute(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value > 0 && double.IsFinite(value)
            ? value
            : null;

    /// <inheritdoc cref="PositiveNumber"/>
    public bool? Flag(string name) => Attribute(name)?.Trim() switch
    {
        "true" or "1" or "t" => true,
        "false" or "0" or "f" => false,
        _ => null,
    };

    public OmeFsException Missing(string attribute) => Fault(FaultKind.Corrupt, $"{Name} has no {attribute}");

    public OmeFsException Fault(FaultKind kind, string what)
    {
        var place = (IXmlLineInfo)Reader;
        return new OmeFsException(kind, $"{_sourceName}: OME-XML line {place.LineNumber}, column {place.LinePosition}: {what}");
    }

    /// <summary>At most 80 characters of a value, for a message.</summary>
    public static string Quote(string text) => text.Length <= 80 ? text : $"{text[..80]}...";

    /// <summary>The next characters of the text the cursor stands on; 0 at its end.</summary>
    public int Chunk(char[] buffer, int offset, int count)
    {
        try
        {
            return Reader.ReadValueChunk(buffer, offset, count);
        }
        catch (XmlException fault)
        {
            throw NotWellFormed(fault);
        }
    }

    public void Dispose() => Reader.Dispose();

    private OmeFsException NotWellFormed(XmlException fault) =>
        new(FaultKind.Corrupt, $"{_sourceName}: the OME-XML is not well-formed: {fault.Message}", fault);

    public readonly record struct Parent(int Depth, bool Empty);
}
