using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace OmeFs.Core.References.Json;

/// <summary>Reads single references, a key with its value, into a builder.</summary>
internal sealed class ReferenceReader(ReferenceSetBuilder builder)
{
    private readonly ArrayBufferWriter<byte> _object = new();
    private byte[] _decoded = [];
    private byte[] _lastUrl = [];
    private int _lastUrlLength = -1;
    private int _lastNumber;

    /// <summary>Reads from a key to the end of its value.</summary>
    public void Read(ref JsonCursor cursor)
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
                _object.ResetWrittenCount();
                if (PythonJson.TryWrite(ref cursor, _object))
                    builder.AddInline(_object.WrittenSpan);
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

    /// <summary>Takes a number from 0 on and goes to the token behind it.</summary>
    private static bool TryNext(ref JsonCursor cursor, out long number)
    {
        if (!cursor.TryWhole(out number) || number < 0)
            return false;
        cursor.MustRead();
        return true;
    }

    /// <summary>Most references name the same URL as the one before them, which is told by its bytes as they stand.</summary>
    private bool TryUrl(ref JsonCursor cursor, out int url)
    {
        url = UrlTable.None;
        if (cursor.Token == JsonTokenType.Null)
            return true;
        if (cursor.Token != JsonTokenType.String)
            return false;
        var raw = cursor.Raw;
        if (_lastUrlLength == raw.Length && raw.SequenceEqual(_lastUrl.AsSpan(0, _lastUrlLength)))
        {
            url = _lastNumber;
            return true;
        }
        if (raw.IsEmpty || !cursor.TryText(out var text))
            return false;
        url = _lastNumber = builder.Urls.Intern(text);
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
