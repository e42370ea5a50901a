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
            text.Advance(3);
        _reader = new Utf8JsonReader(text.Span, text.IsEnd, new JsonReaderState(new JsonReaderOptions { MaxDepth = ReferenceLimits.MaxJsonDepth }));
    }

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
        try
        {
            if (_plain > 0)
                PassPlain();
            while (!_reader.Read())
            {
                if (_text.IsEnd)
                    return false;
                _text.Advance((int)_reader.BytesConsumed);
                _reader = new Utf8JsonReader(_text.Span, _text.IsEnd, _reader.CurrentState);
            }
            return true;
        }
        catch (JsonException cause)
        {
            throw new OmeFsException(FaultKind.Corrupt, $"{_text.Name}: not valid JSON near byte {_text.Start + _reader.BytesConsumed}: {WithoutLine(cause.Message)}", cause);
        }
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
        return Token == JsonTokenType.Number && _reader.TryGetInt64(out number);
    }

    public readonly double Number() => _reader.GetDouble();

    /// <exception cref="OmeFsException"><see cref="FaultKind.Corrupt"/>, with where in the text.</exception>
    public readonly OmeFsException Wrong(string what) => new(FaultKind.Corrupt, $"{_text.Name}: byte {Position}: {what}");

    /// <summary>Behind a plain reference the reader is where it was before it: behind a value of the same object.</summary>
    private void PassPlain()
    {
        _text.Consume((int)_reader.BytesConsumed + _plain);
        _reader = new Utf8JsonReader(_text.Span, _text.IsEnd, _reader.CurrentState);
        _plain = 0;
    }

    /// <summary>The reader's own lines and columns do not count what it has not seen.</summary>
    private static string WithoutLine(string message) => message.Split(" LineNumber:")[0];
}
