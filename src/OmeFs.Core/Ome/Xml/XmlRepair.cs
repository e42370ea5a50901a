using System.Buffers;
using System.Globalization;
using System.Xml;

namespace OmeFs.Core.Ome.Xml;

/// <summary>Passes characters on to XmlReader, and repairs what would make it refuse a whole document.</summary>
/// <remarks>
/// *Spec:* XML 1.0, sections 2.2 (characters) and 4.1 (references). Left out are: characters that XML does not allow, plain or as references;
/// everything before the first "&lt;"; and the XML declaration, because the encoding is known already. An "&amp;" that begins no reference, and
/// a "&lt;" that begins no markup, are escaped. Nothing is read behind the end of the root. Memory: one buffer, for tags of any length.
/// </remarks>
/// <param name="inner">Disposed with this.</param>
/// <param name="longestTag">
/// Characters of one tag that are passed on, because XmlReader keeps a tag in memory. A value is cut there, and further attributes are dropped.
/// </param>
internal sealed class XmlRepair(TextReader inner, int longestTag) : TextReader
{
    /// <summary>Enough for the start of any markup, and for two references with more leading zeros than are ever written.</summary>
    private const int LookAhead = 64;

    /// <summary>Characters between two values of a tag. Arbitrary.</summary>
    private const int LongestName = 64 * 1024;

    /// <summary>From here on characters are checked one by one: surrogates, and two that XML does not allow.</summary>
    private const char FirstSpecial = '\uD800';

    private static readonly string Controls = string.Concat(Enumerable.Range(0, 0x20).Where(code => code is not (9 or 10 or 13)).Select(code => (char)code));
    private static readonly SearchValues<char> InText = SearchValues.Create(Controls + "<&");
    private static readonly SearchValues<char> InTag = SearchValues.Create(Controls + ">\"'");
    private static readonly SearchValues<char> InDoubleQuotes = SearchValues.Create(Controls + "\"<&");
    private static readonly SearchValues<char> InSingleQuotes = SearchValues.Create(Controls + "'<&");
    private static readonly SearchValues<char> InOther = SearchValues.Create(Controls + ">");

    private static readonly string[] Named = ["&amp;", "&lt;", "&gt;", "&quot;", "&apos;"];
    private static readonly (string Open, string Close)[] OtherMarkup = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")];

    private readonly char[] _buffer = new char[16 * 1024];
    private int _at, _end;
    private bool _ended;
    private State _state = State.Before;
    private char _quote;
    private int _tagLength;
    private bool _slash;
    private bool _isEndTag;
    private long _depth;
    private string _close = "";
    private char _last, _lastButOne;

    /// <summary>What is passed on next, in place of what was read.</summary>
    private string _instead = "";
    private int _insteadAt;

    private enum State
    {
        Before,
        Text,
        Tag,
        Quoted,

        /// <summary>The rest of a value that is too long: only its closing quote is passed on.</summary>
        CutValue,

        /// <summary>The rest of a tag that is too long, including its values: only the end of the tag is passed on.</summary>
        Tail,
        TailValue,

        /// <summary>A comment, CDATA or a processing instruction.</summary>
        Other,

        /// <summary>The XML declaration: spaces are passed on in its place.</summary>
        Declaration,

        /// <summary>The root has ended; nothing more is passed on.</summary>
        Done,
    }

    /// <summary>The number of characters that XML does not allow, plain or as references.</summary>
    public long BadCharacters { get; private set; }

    /// <summary>The code of the first such character.</summary>
    public int FirstBad { get; private set; }

    /// <summary>The number of "&amp;" and "&lt;" that were escaped.</summary>
    public long BareMarks { get; private set; }

    /// <summary>The number of tags that were shortened.</summary>
    public long LongTags { get; private set; }

    /// <summary>Whether a DOCTYPE was passed on. XmlReader refuses it without giving its position.</summary>
    public bool HasDtd { get; private set; }

    public override int Read() => throw new NotSupportedException();

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read(Span<char> buffer)
    {
        var written = 0;
        while (written < buffer.Length && (_insteadAt < _instead.Length || (_state != State.Done && Fill())))
            written += _insteadAt < _instead.Length ? Instead(buffer[written..]) : Step(buffer[written..]);
        return written;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Buffers at least <see cref="LookAhead"/> characters, if there are so many. False at the end.</summary>
    private bool Fill()
    {
        if (_end - _at >= LookAhead || _ended)
            return _at < _end;
        _buffer.AsSpan(_at, _end - _at).CopyTo(_buffer);
        (_at, _end) = (0, _end - _at);
        while (_end < LookAhead && !_ended)
        {
            var count = inner.Read(_buffer.AsSpan(_end));
            _ended = count == 0;
            _end += count;
        }
        return _at < _end;
    }

    private int Instead(Span<char> room)
    {
        var count = Math.Min(room.Length, _instead.Length - _insteadAt);
        _instead.AsSpan(_insteadAt, count).CopyTo(room);
        _insteadAt += count;
        return count;
    }

    /// <summary>Passes on plain characters, or handles one special case. Returns the number of characters passed on.</summary>
    private int Step(Span<char> room) => _state switch
    {
        State.Before => Before(),
        State.Text => PlainLength(room, InText) is > 0 and var length ? Pass(room, length) : TextStop(),
        State.Tag => PlainLength(room, InTag) is > 0 and var length ? PassOfTag(room, length, longestTag + LongestName, State.Tail) : TagStop(),
        State.Quoted => PlainLength(room, _quote == '"' ? InDoubleQuotes : InSingleQuotes) is > 0 and var length ? PassOfTag(room, length, longestTag, State.CutValue) : QuotedStop(),
        State.Other => PlainLength(room, InOther) is > 0 and var length ? PassOfOther(room, length) : OtherStop(),
        State.Declaration => Declaration(),
        State.Tail => Tail(),
        State.CutValue => RestOfValue(State.Tag, _quote == '"' ? "\"" : "'"),
        State.TailValue => RestOfValue(State.Tail, ""),
        State.Done => 0,
    };

    /// <summary>The number of next characters that need no check.</summary>
    private int PlainLength(Span<char> room, SearchValues<char> stops)
    {
        ReadOnlySpan<char> rest = _buffer.AsSpan(_at, Math.Min(room.Length, _end - _at));
        var stop = rest.IndexOfAny(stops);
        rest = stop < 0 ? rest : rest[..stop];
        var special = rest.IndexOfAnyInRange(FirstSpecial, char.MaxValue);
        return special < 0 ? rest.Length : special;
    }

    private int Pass(Span<char> room, int length)
    {
        _buffer.AsSpan(_at, length).CopyTo(room);
        _at += length;
        return length;
    }

    private int PassOfTag(Span<char> room, int length, int longest, State tail)
    {
        var most = Math.Max(0, longest - _tagLength);
        if (length > most)
            (length, _state, _slash, LongTags) = (most, tail, false, LongTags + 1);
        _tagLength += length;
        if (length > 0)
            _slash = _state == State.Tag && _buffer[_at + length - 1] == '/';
        return Pass(room, length);
    }

    private int PassOfOther(Span<char> room, int length)
    {
        (_last, _lastButOne) = (_buffer[_at + length - 1], length > 1 ? _buffer[_at + length - 2] : _last);
        return Pass(room, length);
    }

    /// <summary>Skips the next characters and passes on others in their place.</summary>
    private int Replace(int length, string by)
    {
        (_at, _instead, _insteadAt) = (_at + length, by, 0);
        return 0;
    }

    private int Before()
    {
        var open = _buffer.AsSpan(_at, _end - _at).IndexOf('<');
        _at = open < 0 ? _end : _at + open;
        _state = open < 0 ? State.Before : State.Text;
        return 0;
    }

    private int TextStop() => _buffer[_at] switch
    {
        '<' => Open(),
        '&' => Reference(),
        _ => Special(),
    };

    private int TagStop()
    {
        if (_buffer[_at] is not ('>' or '"' or '\''))
            return Special();
        _quote = _buffer[_at];
        if (_quote == '>')
            EndTag();
        else
            (_state, _slash) = (State.Quoted, false);
        return Replace(1, _quote switch { '>' => ">", '"' => "\"", _ => "'" });
    }

    private void EndTag()
    {
        if (_isEndTag)
            _depth--;
        else if (!_slash)
            _depth++;
        _state = _depth > 0 ? State.Text : State.Done;
    }

    private int QuotedStop()
    {
        if (_buffer[_at] == _quote)
        {
            // Only here can a tag be cut and remain a tag.
            (_state, _slash) = (_tagLength >= longestTag ? State.Tail : State.Tag, false);
            LongTags += _state == State.Tail ? 1 : 0;
            return Replace(1, _quote == '"' ? "\"" : "'");
        }
        if ((_tagLength += "&amp;".Length) >= longestTag)
            return PassOfTag([], 1, longestTag, State.CutValue);
        return _buffer[_at] switch
        {
            '<' => Bare("&lt;"),
            '&' => Reference(),
            _ => Special(),
        };
    }

    private int OtherStop()
    {
        if (_buffer[_at] != '>')
            return Special();
        if (_last == _close[^2] && (_close.Length == 2 || _lastButOne == _close[0]))
            _state = State.Text;
        (_last, _lastButOne) = ('>', _last);
        return Replace(1, ">");
    }

    private int Declaration()
    {
        var end = _buffer.AsSpan(_at, _end - _at).StartsWith("?>");
        if (end)
            _state = State.Text;
        return Replace(end ? 2 : 1, _buffer[_at] == '\n' ? "\n" : " ");
    }

    private int Tail()
    {
        ReadOnlySpan<char> rest = _buffer.AsSpan(_at, _end - _at);
        var stop = rest.IndexOfAny('>', '"', '\'');
        var passed = stop < 0 ? rest.Length : stop;
        if (passed > 0)
            _slash = rest[passed - 1] == '/';
        if (stop < 0)
            return Replace(passed, "");
        _quote = rest[stop];
        _state = State.TailValue;
        if (_quote == '>')
            EndTag();
        return Replace(passed + 1, _quote != '>' ? "" : _slash ? "/>" : ">");
    }

    private int RestOfValue(State next, string end)
    {
        var stop = _buffer.AsSpan(_at, _end - _at).IndexOf(_quote);
        if (stop < 0)
            return Replace(_end - _at, "");
        (_state, _slash) = (next, false);
        return Replace(stop + 1, end);
    }

    private int Open()
    {
        ReadOnlySpan<char> rest = _buffer.AsSpan(_at, _end - _at);
        if (rest.StartsWith("<?xml") && rest.Length > 5 && (char.IsWhiteSpace(rest[5]) || rest[5] == '?'))
        {
            _state = State.Declaration;
            return 0;
        }
        foreach (var (open, close) in OtherMarkup)
            if (rest.StartsWith(open))
            {
                (_state, _close, _last, _lastButOne) = (State.Other, close, '\0', '\0');
                return Replace(open.Length, open);
            }
        if (rest.Length < 2 || !(rest[1] is '/' or '!' or '_' or ':' || char.IsLetter(rest[1])))
            return Bare("&lt;");
        HasDtd |= rest.StartsWith("<!DOCTYPE");
        (_state, _tagLength, _slash, _isEndTag) = (State.Tag, 0, false, rest[1] == '/');
        return Replace(1, "<");
    }

    private int Bare(string reference)
    {
        BareMarks++;
        return Replace(1, reference);
    }

    private int Reference()
    {
        ReadOnlySpan<char> rest = _buffer.AsSpan(_at, Math.Min(LookAhead, _end - _at));
        foreach (var name in Named)
            if (rest.StartsWith(name))
                return Replace(name.Length, name);
        if (!TryNumber(rest, out var code, out var length))
            return Bare("&amp;");
        if (code is >= 0xD800 and < 0xDC00 && TryNumber(rest[length..], out var low, out var lowLength) && low is >= 0xDC00 and < 0xE000)
            return Replace(length + lowLength, new string([(char)code, (char)low]));
        return IsAllowed(code) ? Replace(length, rest[..length].ToString()) : Bad(length, code);
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out int code, out int length)
    {
        (code, length) = (0, text.IndexOf(';') + 1);
        if (length == 0 || !text.StartsWith("&#"))
            return false;
        var hexadecimal = text[2] is 'x' or 'X';
        var digits = text[(hexadecimal ? 3 : 2)..(length - 1)].TrimStart('0');
        if (text[length - 2] is '#' or 'x' or 'X' || digits.Length > 7)
            return false;
        return digits.IsEmpty || int.TryParse(digits, hexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out code);
    }

    private static bool IsAllowed(int code) => code > char.MaxValue ? code <= 0x10FFFF : XmlConvert.IsXmlChar((char)code);

    /// <summary>Handles a character that may not be allowed, or may be half of a surrogate pair.</summary>
    private int Special()
    {
        var next = _buffer[_at];
        if (_end - _at > 1 && char.IsSurrogatePair(next, _buffer[_at + 1]))
            return Replace(2, new string(_buffer, _at, 2));
        return XmlConvert.IsXmlChar(next) ? Replace(1, next.ToString()) : Bad(1, next);
    }

    private int Bad(int length, int code)
    {
        if (BadCharacters++ == 0)
            FirstBad = code;
        return Replace(length, "");
    }
}
