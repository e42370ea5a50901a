using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using System.Text.Unicode;
using OmeFs.Core.References.Records;
using OmeFs.Core.References.Set;

namespace OmeFs.Core.References.Json;

/// <summary>Reads single references (a key with its value) into a builder.</summary>
internal sealed class ReferenceReader(ReferenceSetBuilder builder)
{
    private readonly GrowingBytes _object = new();
    private byte[] _decoded = [];
    private byte[] _lastUrl = [];
    private int _lastUrlLength = -1;
    private int _lastNumber;

    /// <summary>Reads from a key to the end of its value, and the plain references that follow it.</summary>
    public void Read(ref JsonCursor cursor)
    {
        ReadOne(ref cursor);
        ReadPlain(ref cursor);
    }

    private void ReadPlain(ref JsonCursor cursor)
    {
        while (cursor.TryPeekPlain(out var reference) && !ReferenceDocument.IsMember(reference.Key))
        {
            cursor.TakePlain(reference);
            var key = reference.Key;
            if (!builder.TryKey(key, Utf8.IsValid(key)))
                continue;
            if (IsLastUrl(reference.Url) || (Utf8.IsValid(reference.Url) && TryIntern(reference.Url, reference.Url)))
                builder.AddRange(_lastNumber, reference.Offset, reference.Length);
            else
                builder.RefuseValue();
        }
    }

    private void ReadOne(ref JsonCursor cursor)
    {
        var valid = cursor.TryText(out var key);
        var wanted = builder.TryKey(valid ? key : cursor.Raw, valid);
        cursor.MustRead();
        if (wanted)
            ReadValue(ref cursor);
        else
            cursor.Skip();
    }

    private void ReadValue(ref JsonCursor cursor)
    {
        switch (cursor.Token)
        {
            case JsonTokenType.StartArray:
                ReadTarget(ref cursor);
                break;
            case JsonTokenType.String:
                ReadInline(ref cursor);
                break;
            case JsonTokenType.StartObject:
                _object.SetLength(0);
                if (PythonJson.TryWrite(ref cursor, _object))
                    builder.AddInline(_object.Span);
                else
                    builder.RefuseValue();
                break;
            default:
                builder.RefuseValue();
                break;
        }
    }

    private void ReadTarget(ref JsonCursor cursor)
    {
        var depth = cursor.Depth;
        cursor.MustRead();
        if (TryUrl(ref cursor, out var url))
        {
            cursor.MustRead();
            if (cursor.Token == JsonTokenType.EndArray)
            {
                builder.AddWhole(url);
                return;
            }
            if (TryNext(ref cursor, out var offset) && TryNext(ref cursor, out var length) && cursor.Token == JsonTokenType.EndArray)
            {
                builder.AddRange(url, offset, length);
                return;
            }
        }
        builder.RefuseValue();
        while (cursor.Token != JsonTokenType.EndArray || cursor.Depth > depth)
            cursor.MustRead();
    }

    /// <summary>Reads a number of at least 0 and moves to the token after it.</summary>
    private static bool TryNext(ref JsonCursor cursor, out long number)
    {
        if (!cursor.TryWhole(out number) || number < 0)
            return false;
        cursor.MustRead();
        return true;
    }

    /// <summary>Most references name the same URL as the one before them, which is recognised by its bytes, without parsing JSON.</summary>
    private bool TryUrl(ref JsonCursor cursor, out int url)
    {
        url = UrlTable.None;
        if (cursor.Token == JsonTokenType.Null)
            return true;
        if (cursor.Token != JsonTokenType.String)
            return false;
        if (!IsLastUrl(cursor.Raw) && !(cursor.TryText(out var text) && TryIntern(text, cursor.Raw)))
            return false;
        url = _lastNumber;
        return true;
    }

    private bool IsLastUrl(ReadOnlySpan<byte> raw) => _lastUrlLength == raw.Length && raw.SequenceEqual(_lastUrl.AsSpan(0, _lastUrlLength));

    /// <param name="url">Valid UTF-8.</param>
    /// <param name="raw">The same, as it is in the document.</param>
    private bool TryIntern(ReadOnlySpan<byte> url, ReadOnlySpan<byte> raw)
    {
        if (url.IsEmpty)
            return false;
        _lastNumber = builder.Urls.Intern(url);
        if (_lastUrl.Length < raw.Length)
            _lastUrl = new byte[raw.Length * 2];
        raw.CopyTo(_lastUrl);
        _lastUrlLength = raw.Length;
        return true;
    }

    private void ReadInline(ref JsonCursor cursor)
    {
        if (!cursor.TryText(out var text))
        {
            builder.RefuseValue();
            return;
        }
        if (!text.StartsWith("base64:"u8))
        {
            builder.AddInline(text);
            return;
        }
        var encoded = text["base64:"u8.Length..];
        if (_decoded.Length < encoded.Length)
            _decoded = new byte[encoded.Length];
        if (Base64.DecodeFromUtf8(encoded, _decoded, out _, out var length) == OperationStatus.Done)
            builder.AddInline(_decoded.AsSpan(0, length));
        else
            builder.RefuseValue();
    }
}
