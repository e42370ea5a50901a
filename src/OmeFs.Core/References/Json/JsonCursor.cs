using System.Text.Json;
using System.Text.Unicode;

namespace OmeFs.Core.References.Json;

/// <summary>Walks a JSON text token by token, whatever its length.</summary>
internal ref struct JsonCursor
{
    private readonly JsonText _text;
    private Utf8JsonReader _reader;
    private byte[] _unescaped = [];

    /// <summary>Bytes behind the reader that were taken as plain references.</summary>
    private int _plain;

    /// <param name="text">From its first byte on; a byte order mark is passed over.</param>
    public JsonCursor(JsonText text)
    {
        _text = text;
        text.Advance(0);
        if (text.Span.StartsWith("\uFEFF"u8))
            text.Consume(3);
        // One level more than is taken, so that the fault is told here.
        Restart(new JsonReaderState(new JsonReaderOptions { MaxDepth = ReferenceLimits.MaxJsonDepth + 2 }));
    }

    /// <summary>Bytes that the JSON reader was given so far, some of them more than once.</summary>
    public long BytesParsed { get; private set; }

    /// <summary>The token where it is one of <see cref="PythonConstants"/>; else empty.</summary>
    public ReadOnlySpan<byte> Constant { get; private set; }

    public readonly JsonTokenType Token => _reader.TokenType;

    /// <summary>How many objects and lists are around the token.</summary>
    public readonly int Depth => _reader.CurrentDepth;

    /// <summary>Where the token lies in the text, for messages.</summary>
    public readonly long Position => _text.Start + _reader.TokenStartIndex;

    /// <summary>The token as it stands, quotes left out and escapes kept. Valid until the next <see cref="Read"/>.</summary>
    public readonly ReadOnlySpan<byte> Raw => _reader.ValueSpan;

    /// <summary>Goes to the next token; false at the text's end.</summary>
    /// <exception cref="OmeFsException"><see cref="FaultKind.Corrupt"/> where the text is no JSON.</exception>
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

    /// <summary>Goes to the next token, which must be there.</summary>
    public void MustRead()
    {
        if (!Read())
            throw new OmeFsException(FaultKind.Corrupt, $"{_text.Name}: the JSON ends early, at byte {Position}");
    }

    /// <summary>Whether a plain reference lies behind this token, the end of a value.</summary>
    /// <param name="reference">Valid until the next <see cref="Read"/>.</param>
    public readonly bool TryPeekPlain(out PlainReference reference) =>
        PlainReference.TryRead(_text.Span[((int)_reader.BytesConsumed + _plain)..], out reference);

    /// <summary>Passes over what <see cref="TryPeekPlain"/> has found.</summary>
    public void TakePlain(in PlainReference reference) => _plain += reference.TextLength;

    /// <summary>Passes over the value that begins with this token.</summary>
    public void Skip()
    {
        if (Token is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            return;
        var depth = Depth;
        do
            MustRead();
        while (Depth > depth);
    }

    /// <summary>The text of a string or name without escapes; false where it is not valid UTF-8. Valid until the next call.</summary>
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
            return false; // half of a surrogate pair, or bytes that are no UTF-8
        }
    }

    /// <summary>Whether the token is a whole number of 63 bits.</summary>
    public readonly bool TryWhole(out long number)
    {
        number = 0;
        return Token == JsonTokenType.Number && Constant.IsEmpty && _reader.TryGetInt64(out number);
    }

    public readonly double Number() => _reader.GetDouble();

    /// <exception cref="OmeFsException"><see cref="FaultKind.Corrupt"/>, with where in the text.</exception>
    public readonly OmeFsException Wrong(string what) => new(FaultKind.Corrupt, $"{_text.Name}: byte {Position}: {what}");

    /// <summary>Behind a plain reference the reader is where it was before it: behind a value of the same object.</summary>
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

    /// <summary>Puts a number of JSON in the place of NaN or Infinity, if the next token is one of these.</summary>
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

    /// <summary>A number goes on at the end of what is in memory: it must not do so for ever.</summary>
    private readonly void CheckNumber(int before)
    {
        var rest = _text.Span[before..].TrimStart(" \t\r\n,:"u8);
        if (rest.Length > ReferenceLimits.MaxNumberBytes && (char.IsAsciiDigit((char)rest[0]) || rest[0] == (byte)'-'))
            throw new OmeFsException(
                FaultKind.LimitExceeded, $"{_text.Name}: a number of more than {ReferenceLimits.MaxNumberBytes} digits at byte {_text.Start + _text.Span.Length - rest.Length}");
    }
}
