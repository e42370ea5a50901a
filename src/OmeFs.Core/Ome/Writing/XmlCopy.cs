using System.Xml;
using System.Xml.Linq;
using OmeFs.Core.Ome.Xml;

namespace OmeFs.Core.Ome.Writing;

/// <summary>Copies nodes from a cursor to a writer, one tag or one piece of a text at a time.</summary>
/// <param name="cursor">Stands on the node to copy.</param>
/// <param name="writer">Where it goes.</param>
/// <param name="budget">Characters that may be copied, for copies which stay in memory.</param>
internal sealed class XmlCopy(OmeXmlCursor cursor, XmlWriter writer, long budget = long.MaxValue)
{
    private readonly char[] _piece = new char[4096];
    private long _budget = budget;

    /// <summary>
    /// Writes the start of the element the cursor stands on, and leaves it open. <paramref name="change"/> gives the value of each
    /// attribute without namespace, null to leave it out.
    /// </summary>
    /// <returns>Whether the element has an inside.</returns>
    public bool Open(Func<string, string, string?>? change = null)
    {
        var reader = cursor.Reader;
        var inside = !reader.IsEmptyElement;
        Spend(reader.Name.Length);
        writer.WriteStartElement(reader.Prefix, reader.LocalName, reader.NamespaceURI);
        while (reader.MoveToNextAttribute())
        {
            var value = reader.NamespaceURI.Length == 0 && change is not null ? change(reader.LocalName, reader.Value) : reader.Value;
            Spend(reader.Name.Length + (value?.Length ?? 0));
            if (value is not null)
                writer.WriteAttributeString(reader.Prefix, reader.LocalName, reader.NamespaceURI, value);
        }
        reader.MoveToElement();
        return inside;
    }

    /// <summary>Copies the inside of the element just opened and its end; elements go to <paramref name="child"/>, which consumes them.</summary>
    public void Close(bool inside, Action child)
    {
        if (!inside)
        {
            writer.WriteEndElement();
            return;
        }
        var depth = cursor.Reader.Depth;
        while (cursor.Read() && !IsEnd(depth))
            if (cursor.Reader.NodeType == XmlNodeType.Element)
                child();
            else
                Node();
        writer.WriteFullEndElement();
    }

    /// <summary>
    /// The element and all in it; <paramref name="change"/> is for its own attributes alone, and <paramref name="more"/> an attribute that it
    /// gets beside them.
    /// </summary>
    public void Element(Func<string, string, string?>? change = null, (string Name, string Value)? more = null)
    {
        var inside = Open(change);
        if (more is { } attribute)
            writer.WriteAttributeString(attribute.Name, attribute.Value);
        Close(inside, () => Element());
    }

    /// <summary>Passes over the element and all in it.</summary>
    public void Skip()
    {
        if (cursor.Reader.IsEmptyElement)
            return;
        var depth = cursor.Reader.Depth;
        while (cursor.Read() && !IsEnd(depth))
        {
        }
    }

    /// <summary>The element and all in it, kept to be written more than once.</summary>
    public XElement Subtree()
    {
        var kept = new XDocument();
        using (var keeper = kept.CreateWriter())
            new XmlCopy(cursor, keeper, OmeLimits.MaxChannelCharacters).Element();
        return kept.Root!;
    }

    /// <summary>A node which is not an element.</summary>
    public void Node()
    {
        var reader = cursor.Reader;
        switch (reader.NodeType)
        {
            case XmlNodeType.Text:
                Text();
                break;
            case XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                Spend(reader.Value.Length);
                writer.WriteWhitespace(reader.Value);
                break;
            case XmlNodeType.CDATA:
                Spend(reader.Value.Length);
                writer.WriteCData(reader.Value);
                break;
            case XmlNodeType.Comment:
                Spend(reader.Value.Length);
                writer.WriteComment(reader.Value);
                break;
            case XmlNodeType.ProcessingInstruction:
                Spend(reader.Value.Length);
                writer.WriteProcessingInstruction(reader.Name, reader.Value);
                break;
        }
    }

    private bool IsEnd(int depth) => cursor.Reader.NodeType == XmlNodeType.EndElement && cursor.Reader.Depth == depth;

    private void Text()
    {
        // A surrogate pair may lie across two pieces, and XmlWriter takes it only whole.
        var kept = 0;
        for (int count; (count = cursor.Chunk(_piece, kept, _piece.Length - kept)) > 0;)
        {
            Spend(count);
            var length = kept + count;
            kept = char.IsHighSurrogate(_piece[length - 1]) ? 1 : 0;
            writer.WriteChars(_piece, 0, length - kept);
            _piece[0] = _piece[length - 1];
        }
    }

    private void Spend(int characters)
    {
        _budget -= characters;
        if (_budget < 0)
            throw cursor.Fault(FaultKind.LimitExceeded, $"a Channel is longer than {OmeLimits.MaxChannelCharacters} characters");
    }
}
