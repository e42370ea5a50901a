using System.Text.Json;
using System.Text.Unicode;

namespace OmeFs.Core.References.Json;

/// <summary>Walks a JSON text token by token, whatever its length.</summary>
internal ref struct JsonCursor
{
    private readonly JsonText _text;
    private Utf8JsonReader _reader;
    private byte[] _unescaped = [];

    /// <summary>Bytes after the reader's position that were read as plain references.</summary>
    private int _plain;

    /// <param name="text">From its first byte on; a byte order mark is skipped.</param>
    public JsonCursor(JsonText text)
    {
        _text = text;
        text.Advance(0);
        if (text.Span.StartsWith("\uFEFF"u8))
            text.Consume(3);
        // One level more than is allowed, so that this class reports the fault.
        Restart(new JsonReaderState(new JsonReaderOptions { MaxDepth = ReferenceLimits.MaxJsonDepth + 2 }));
    }

    /// <summary>The number of bytes that the JSON reader was given so far. Some were given more than once.</summary>
    public long BytesParsed { get; private set; }

    /// <summary>The token, if it is one of <see cref="PythonConstants"/>; else empty.</summary>
    public ReadOnlySpan<byte> Constant { get; private set; }

    public readonly JsonTokenType Token => _reader.TokenType;

    /// <summary>The number of objects and lists around the token.</summary>
    public readonly int Depth => _reader.CurrentDepth;

    /// <summary>The token's offset in the text, for messages.</summary>
    public readonly long Position => _text.Start + _reader.TokenStartIndex;

    /// <summary>The token as it is written, without quotes and with its escapes. Valid until the next <see cref="Read"/>.</summary>
    public readonly ReadOnlySpan<byte> Raw => _reader.ValueSpan;

    /// <summary>Moves to the next token; false at the text's end.</summary>
    /// <exception cref="OmeFsException"><see cref="FaultKind.Corrupt"/> if the text is not JSON.</exception>
    public bool Read()
    {
        if (_plain > 0)
            PassPlain();
        var before = 0;
        Constant = default;
        try
        {
            while (true)
            {
                TakeConstant();
                before = (int)_reader.BytesConsumed;
                if (_reader.Read())
                    break;
                if (_text.IsEnd)
                    return false;
                CheckNumber(before);
                Advance();
            }
        }
        catch (JsonException cause)
        {
            var (at, what) = JsonFault.Describe(_text.Span[before..], _text.IsEnd);
            throw new OmeFsException(FaultKind.Corrupt, $"{_text.Name}: not valid JSON at byte {_text.Start + before + at}: {what}", cause);
        }
        return Depth <= ReferenceLimits.MaxJsonDepth
            ? true
            : throw Wrong($"objects and lists are nested more than {ReferenceLimits.MaxJsonDepth} deep");
    }

    /// <summary>Moves to the next token, which must exist.</summary>
    public void MustRead()
    {
        if (!Read())
            throw new OmeFsException(FaultKind.Corrupt, $"{_text.Name}: the JSON ends early, at byte {Position}");
    }

    /// <summary>Whether a plain reference follows this token, which is the end of a value.</summary>
    /// <param name="reference">Valid until the next <see cref="Read"/>.</param>
    public readonly bool TryPeekPlain(out PlainReference reference) =>
        PlainReference.TryRead(_text.Span[((int)_reader.BytesConsumed + _plain)..], out reference);

    /// <summary>Skips what <see cref="TryPeekPlain"/> has found.</summary>
    public void TakePlain(in PlainReference reference) => _plain += reference.TextLength;

    /// <summary>Skips the value that begins with this token.</summary>
    public void Skip()
    {
        if (Token is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            return;
        var depth = Depth;
        do
            MustRead();
        while (Depth > depth);
    }

    /// <summary>The unescaped text of a string or name; false if it is not valid UTF-8. Valid until the next call.</summary>
    public bool TryText(out ReadOnlySpan<byte> text)
    {
        text = _reader.ValueSpan;
        if (!_reader.ValueIsEscaped)
            return Utf8.IsValid(text);
        if (_unescaped.Length < text.Length)
            _unescaped = new byte[Math.Max(text.Length, 256)];
        try
        {
            text = _unescaped.AsSpan(0, _reader.CopyString(_unescaped));
            return true;
        }
        catch (InvalidOperationException)
        {
            return false; // Half of a surrogate pair, or bytes that are not UTF-8.
        }
    }

    /// <summary>Whether the token is a whole number of 63 bits.</summary>
    public readonly bool TryWhole(out long number)
    {
        number = 0;
        return Token == JsonTokenType.Number && Constant.IsEmpty && _reader.TryGetInt64(out number);
    }

    public readonly double Number() => _reader.GetDouble();

    /// <exception cref="OmeFsException"><see cref="FaultKind.Corrupt"/>, with the offset in the text.</exception>
    public readonly OmeFsException Wrong(string what) => new(FaultKind.Corrupt, $"{_text.Name}: byte {Position}: {what}");

    /// <summary>After a plain reference, the reader has the same state as before it: after a value of the same object.</summary>
    private void PassPlain()
    {
        _text.Consume((int)_reader.BytesConsumed + _plain);
        Restart(_reader.CurrentState);
        _plain = 0;
    }

    private void Advance()
    {
        _text.Advance((int)_reader.BytesConsumed);
        Restart(_reader.CurrentState);
    }

    private void Restart(JsonReaderState state)
    {
        _reader = new Utf8JsonReader(_text.Span, _text.IsEnd, state);
        BytesParsed += _text.Span.Length;
    }

    /// <summary>If the next token is NaN or Infinity, replaces it by a JSON number.</summary>
    private void TakeConstant()
    {
        while (Constant.IsEmpty)
        {
            var rest = _text.Span[(int)_reader.BytesConsumed..];
            var at = 0;
            while (at < rest.Length && rest[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)',' or (byte)':')
                at++;
            if (at == rest.Length || !PythonConstants.CanBegin(rest[at]))
                return;
            if (rest.Length - at <= PythonConstants.LongestBytes && !_text.IsEnd)
            {
                Advance();
                continue;
            }
            Constant = PythonConstants.At(rest[at..]);
            if (!Constant.IsEmpty)
                _text.Replace((int)_reader.BytesConsumed + at, PythonConstants.StandIn(Constant));
            return;
        }
    }

    /// <summary>A number continues at the end of the text in memory. Its length must be bounded.</summary>
    private readonly void CheckNumber(int before)
    {
        var rest = _text.Span[before..].TrimStart(" \t\r\n,:"u8);
        if (rest.Length > ReferenceLimits.MaxNumberBytes && (char.IsAsciiDigit((char)rest[0]) || rest[0] == (byte)'-'))
            throw new OmeFsException(
                FaultKind.LimitExceeded, $"{_text.Name}: a number of more than {ReferenceLimits.MaxNumberBytes} digits at byte {_text.Start + _text.Span.Length - rest.Length}");
    }
}
