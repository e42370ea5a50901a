namespace OmeFs.Core.Ome;

/// <summary>Passes characters on to XmlReader and refuses a start tag longer than <see cref="OmeLimits.MaxTagCharacters"/>.</summary>
/// <remarks>
/// XmlReader keeps a whole tag with its attributes in one growing buffer and has no limit for it. Text may be of any length: it is
/// passed over in pieces. Declarations and comments are looked at as text; a tag quoted in a comment counts as a tag, which only
/// matters if it never ends.
/// </remarks>
internal sealed class TagLengthGuard(TextReader inner, string sourceName) : TextReader
{
    private enum State
    {
        Text,
        TagStart,
        Tag,
        Quoted,
    }

    private State _state;
    private char _quote;
    private long _tagLength;

    public override int Peek() => inner.Peek();

    public override int Read()
    {
        Span<char> one = stackalloc char[1];
        return Read(one) == 0 ? -1 : one[0];
    }

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read(Span<char> buffer)
    {
        var count = inner.Read(buffer);
        for (ReadOnlySpan<char> rest = buffer[..count]; !rest.IsEmpty;)
            rest = rest[Advance(rest)..];
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private int Advance(ReadOnlySpan<char> rest)
    {
        var stop = _state switch
        {
            State.Text => rest.IndexOf('<'),
            State.TagStart => 0,
            State.Tag => rest.IndexOfAny('>', '"', '\''),
            _ => rest.IndexOf(_quote),
        };
        var used = stop < 0 ? rest.Length : stop + 1;
        _tagLength = _state == State.Text ? 0 : _tagLength + used;
        if (_tagLength > OmeLimits.MaxTagCharacters)
            throw new OmeFsException(
                FaultKind.LimitExceeded,
                $"{sourceName}: an OME-XML tag is longer than {OmeLimits.MaxTagCharacters} characters, the most that is read.");
        if (stop >= 0)
            Enter(rest[stop]);
        return used;
    }

    private void Enter(char reached)
    {
        _state = (_state, reached) switch
        {
            (State.Text, _) => State.TagStart,
            (State.TagStart, '!' or '?') => State.Text,
            (State.TagStart, _) => State.Tag,
            (State.Tag, '>') => State.Text,
            (State.Tag, _) => State.Quoted,
            _ => State.Tag,
        };
        if (_state == State.Quoted)
            _quote = reached;
    }
}
