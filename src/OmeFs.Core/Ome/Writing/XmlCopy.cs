using System.Xml;
using System.Xml.Linq;
using OmeFs.Core.Ome.Xml;

namespace OmeFs.Core.Ome.Writing;

/// <summary>Copies nodes from a cursor to a writer, one tag or one piece of text at a time.</summary>
/// <param name="cursor">Is on the node to copy.</param>
/// <param name="writer">Receives the copy.</param>
/// <param name="budget">The most characters to copy, for copies that stay in memory.</param>
internal sealed class XmlCopy(OmeXmlCursor cursor, XmlWriter writer, long budget = long.MaxValue)
{
    private readonly char[] _piece = new char[4096];
    private long _budget = budget;

    /// <summary>
    /// Writes the start tag of the current element and leaves the element open. <paramref name="change"/> returns the new value of each attribute
    /// without a namespace; null leaves it out.
    /// </summary>
    /// <returns>Whether the element has content.</returns>
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

    /// <summary>Copies the content and the end tag of the open element. Child elements go to <paramref name="child"/>, which consumes them.</summary>
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
    /// Copies an element with its content. <paramref name="change"/> applies only to its own attributes; <paramref name="more"/> is an additional
    /// attribute.
    /// </summary>
    public void Element(Func<string, string, string?>? change = null, (string Name, string Value)? more = null)
    {
        var inside = Open(change);
        if (more is { } attribute)
            writer.WriteAttributeString(attribute.Name, attribute.Value);
        Close(inside, () => Element());
    }

    /// <summary>Skips the element with its content.</summary>
    public void Skip()
    {
        if (cursor.Reader.IsEmptyElement)
            return;
        var depth = cursor.Reader.Depth;
        while (cursor.Read() && !IsEnd(depth))
        {
        }
    }

    /// <summary>The element with its content, in memory so that it can be written several times.</summary>
    public XElement Subtree()
    {
        var kept = new XDocument();
        using (var keeper = kept.CreateWriter())
            new XmlCopy(cursor, keeper, OmeLimits.MaxChannelCharacters).Element();
        return kept.Root!;
    }

    /// <summary>Copies a node that is not an element.</summary>
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
        // XmlWriter needs both halves of a surrogate pair in one call, but pieces may split it.
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
