using OmeFs.Core.Ome;

namespace OmeFs.Core.BinData;

/// <summary>
/// Splits a document that comes in pieces into markup and text. Keeps the document without the BinData of its Pixels, and passes on the text
/// of these. XmlReader is not used because it does not report byte offsets.
/// </summary>
/// <remarks>
/// *Invariant:* everything except the BinData of Pixels is kept byte for byte, so that XmlReader later finds all malformed XML. Other BinData
/// (the Mask of an ROI; BinData in a comment or CDATA) are not pixels and are kept.
/// </remarks>
internal sealed class BinDataScanner(string sourceName)
{
    private readonly XmlBuffer _xml = new(sourceName);
    private readonly BinDataCollector _collector = new(sourceName);
    private State _state;
    private byte _quote;
    private long _offset;

    /// <summary>Where the current markup begins in <see cref="_xml"/>.</summary>
    private int _markup;

    private enum State
    {
        Text,
        Markup,
        Tag,
        Quoted,
        Comment,
        CData,
        Instruction,
        Done,
    }

    /// <summary>The root element has ended; the rest is ignored.</summary>
    public bool IsDone => _state == State.Done;

    /// <summary>Takes the next piece of the document.</summary>
    /// <exception cref="OmeFsException"><see cref="FaultKind.Corrupt"/> or <see cref="FaultKind.LimitExceeded"/>.</exception>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && !IsDone)
        {
            var used = Advance(bytes);
            _offset += used;
            bytes = bytes[used..];
        }
    }

    /// <summary>The result, after the whole document was fed.</summary>
    public BinDataScan Finish() => _collector.IsOpen
        ? throw _collector.Fault(FaultKind.Corrupt, "does not end before the file does")
        : new BinDataScan(_xml.ToArray(), _collector.Elements, _collector.Runs, _collector.Notices());

    private int Advance(ReadOnlySpan<byte> bytes) => _state switch
    {
        State.Text => Text(bytes),
        State.Markup => Markup(bytes[0]),
        State.Tag => Tag(bytes),
        State.Quoted => Quoted(bytes),
        State.Comment => Until(bytes, "<!--"u8, "-->"u8),
        State.CData => Until(bytes, "<![CDATA["u8, "]]>"u8),
        State.Instruction => Until(bytes, "<?"u8, "?>"u8),
        State.Done => bytes.Length,
    };

    private int Text(ReadOnlySpan<byte> bytes)
    {
        var open = bytes.IndexOf((byte)'<');
        var text = bytes[..(open < 0 ? bytes.Length : open)];
        if (_collector.IsOpen)
            _collector.AddText(text, _offset);
        else
            _xml.Append(text);
        if (open < 0)
            return bytes.Length;
        _markup = _xml.Length;
        _xml.Append("<"u8);
        _state = State.Markup;
        return open + 1;
    }

    /// <summary>Recognises the kind of markup, which takes one to nine bytes.</summary>
    private int Markup(byte next)
    {
        if (_xml.Length == _markup + 1 && next is not ((byte)'!' or (byte)'?'))
        {
            _state = State.Tag;
            return 0;
        }
        if (_collector.IsOpen)
            throw _collector.Fault(FaultKind.Corrupt, $"holds markup at offset {_offset}, where only base64 may be");
        _xml.Append([next]);
        var markup = _xml.From(_markup);
        if (markup.SequenceEqual("<?"u8))
            _state = State.Instruction;
        else if (markup.SequenceEqual("<!--"u8))
            _state = State.Comment;
        else if (markup.SequenceEqual("<![CDATA["u8))
            _state = State.CData;
        else if (!"<!--"u8.StartsWith(markup) && !"<![CDATA["u8.StartsWith(markup))
            throw new OmeFsException(FaultKind.Corrupt, $"{sourceName}: a declaration at offset {_offset}; OME-XML with a DTD is not read");
        return 1;
    }

    private int Tag(ReadOnlySpan<byte> bytes)
    {
        var stop = bytes.IndexOfAny((byte)'>', (byte)'"', (byte)'\'');
        var used = Keep(bytes, stop);
        if (stop < 0)
            return used;
        if (bytes[stop] != (byte)'>')
            (_quote, _state) = (bytes[stop], State.Quoted);
        else
            EndOfTag(_offset + used);
        return used;
    }

    private int Quoted(ReadOnlySpan<byte> bytes)
    {
        var stop = bytes.IndexOf(_quote);
        if (stop >= 0)
            _state = State.Tag;
        return Keep(bytes, stop);
    }

    /// <param name="open">The beginning of such markup. The end may not overlap it: "&lt;!--&gt;" is not a whole comment.</param>
    private int Until(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> open, ReadOnlySpan<byte> close)
    {
        var stop = bytes.IndexOf((byte)'>');
        var used = stop < 0 ? bytes.Length : stop + 1;
        _xml.Append(bytes[..used]);
        var markup = _xml.From(_markup);
        if (stop >= 0 && markup.Length >= open.Length + close.Length && markup.EndsWith(close))
            _state = State.Text;
        return used;
    }

    private int Keep(ReadOnlySpan<byte> bytes, int stop)
    {
        var used = stop < 0 ? bytes.Length : stop + 1;
        _xml.Append(bytes[..used]);
        return _xml.Length - _markup <= OmeLimits.MaxCopiedTagCharacters ? used : throw new OmeFsException(
            FaultKind.LimitExceeded, $"{sourceName}: the tag before offset {_offset} is longer than {OmeLimits.MaxCopiedTagCharacters} bytes, the most that is read");
    }

    /// <param name="end">The offset behind the tag.</param>
    private void EndOfTag(long end)
    {
        var isPixels = _collector.Take(new BinDataTag(_xml.From(_markup)), end);
        if (isPixels)
            _xml.CutAt(_markup);
        _state = _collector.IsPastRoot ? State.Done : State.Text;
    }
}

/// <summary>The result of a scan.</summary>
/// <param name="Xml">The document without the BinData of its Pixels.</param>
/// <param name="Elements">The BinData of Pixels, in document order.</param>
/// <param name="Runs">The BinData of each Pixels that has any.</param>
internal sealed record BinDataScan(byte[] Xml, IReadOnlyList<BinDataElement> Elements, IReadOnlyList<BinDataRun> Runs, IReadOnlyList<string> Notices);
