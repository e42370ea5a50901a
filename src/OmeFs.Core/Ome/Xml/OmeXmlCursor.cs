using System.Xml;

namespace OmeFs.Core.Ome.Xml;

/// <summary>Walks an OME-XML document forward by local names and parses attributes. A value that cannot be parsed gives a notice.</summary>
/// <remarks>
/// No DTD, only the five entities of XML, nothing is fetched. Reading stops at the end of the root; the rest is ignored.
/// </remarks>
internal sealed class OmeXmlCursor : IDisposable
{
    private readonly string _sourceName;
    private readonly XmlRepair _repair;
    private readonly OmeNotices _notices = new();

    /// <param name="bytes">Disposed with this.</param>
    /// <param name="longestTag">Characters of a tag that are kept; see <see cref="XmlRepair"/>.</param>
    public OmeXmlCursor(Stream bytes, string sourceName, int longestTag = OmeLimits.MaxTagCharacters)
    {
        _sourceName = sourceName;
        _repair = new XmlRepair(OmeText.Open(bytes), longestTag);
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = OmeLimits.MaxDocumentCharacters,
            CloseInput = true,
        };
        var names = new NameTable();
        Reader = XmlReader.Create(_repair, settings, new XmlParserContext(names, new AnyPrefix(names), null, XmlSpace.None));
    }

    public XmlReader Reader { get; }

    /// <summary>What has been left out or repaired so far.</summary>
    public IReadOnlyList<string> Notices
    {
        get
        {
            List<string> all = [.. _notices.ToList()];
            if (_repair.BadCharacters > 0)
                all.Add($"the OME-XML holds {_repair.BadCharacters} character(s) that XML does not allow, the first U+{_repair.FirstBad:X4}; they were left out");
            if (_repair.BareMarks > 0)
                all.Add($"the OME-XML holds {_repair.BareMarks} '&' or '<' that begin no reference or tag; they were taken as they are");
            return all;
        }
    }

    /// <summary>The number of tags that were shortened because they are too long.</summary>
    public long LongTags => _repair.LongTags;

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

    /// <summary>The current element, as a parent to walk with <see cref="NextChild"/>.</summary>
    public Parent Enter() => new(Reader.Depth, Reader.IsEmptyElement);

    /// <summary>Moves to the next child element of <paramref name="parent"/>; skips the rest of the current one.</summary>
    public bool NextChild(Parent parent)
    {
        while (NextNode(parent))
            if (Reader.NodeType == XmlNodeType.Element && Reader.Depth == parent.Depth + 1)
                return true;
        return false;
    }

    /// <summary>Moves to the next node inside <paramref name="parent"/>, at any depth.</summary>
    public bool NextNode(Parent parent) =>
        !parent.Empty && Read() && !(Reader.NodeType == XmlNodeType.EndElement && Reader.Depth == parent.Depth);

    /// <summary>The element's text, trimmed, at most <see cref="OmeLimits.MaxTextCharacters"/>; null if there is none.</summary>
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

    /// <summary>A whole number. Null if it is absent; null with a notice if it is not a number in the range.</summary>
    public int? Whole(string name, int least, int most)
    {
        if (Attribute(name) is not { } text)
            return null;
        if (OmeNumber.TryWhole(text, out var value) && value >= least && value <= most)
            return (int)value;
        NoteInvalid(name, text, $"a whole number from {least} to {most}");
        return null;
    }

    /// <summary>A number above 0. Null if it is absent; null with a notice if it is not such a number.</summary>
    public double? PositiveNumber(string name)
    {
        if (Attribute(name) is not { } text)
            return null;
        if (OmeNumber.TryPositive(text, out var value))
            return value;
        NoteInvalid(name, text, "a number above 0");
        return null;
    }

    /// <summary>A flag. Null if it is absent; null with a notice if it is neither true nor false.</summary>
    public bool? Flag(string name)
    {
        if (Attribute(name) is not { } text)
            return null;
        if (OmeNumber.Flag(text) is { } flag)
            return flag;
        NoteInvalid(name, text, "true or false");
        return null;
    }

    /// <summary>Adds a notice about an attribute that is treated as absent.</summary>
    public void NoteInvalid(string name, string text, string expected) =>
        Note($"{Name} has {name} \"{Quote(text)}\", expected {expected}; it is treated as absent");

    /// <summary>Adds a notice about something at this position in the document.</summary>
    public void Note(string what) => _notices.Add(Placed(what));

    public OmeFsException Fault(FaultKind kind, string what) => new(kind, $"{_sourceName}: {Placed(what)}");

    /// <summary>At most 80 characters of a value, for a message.</summary>
    public static string Quote(string text) => text.Length <= 80 ? text : $"{text[..80]}...";

    /// <summary>Reads the next characters of the current text; 0 at its end.</summary>
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

    private string Placed(string what)
    {
        var place = (IXmlLineInfo)Reader;
        return $"OME-XML line {place.LineNumber}, column {place.LinePosition}: {what}";
    }

    /// <summary>The fault has the parser's message, which says what is wrong, and the position, which says where.</summary>
    private OmeFsException NotWellFormed(XmlException fault) => new(
        FaultKind.Corrupt,
        $"{_sourceName}: the OME-XML {(_repair.HasDtd ? "has a DTD (<!DOCTYPE), which is not read" : $"is not well-formed at line {fault.LineNumber}, column {fault.LinePosition}")}",
        fault);

    public readonly record struct Parent(int Depth, bool Empty);
}
