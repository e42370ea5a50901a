using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace OmeFs.Core.Indexing;

/// <summary>
/// Writes a reference document of version 1 as a stream, one key per line, so that users can read documents of any length. *Spec:* kerchunk,
/// "References specification".
/// </summary>
/// <remarks>Ownership: the stream belongs to the caller.</remarks>
internal sealed class ReferenceWriter(Stream stream)
{
    private const int WriteBytes = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _buffer = new(2 * WriteBytes);
    private readonly List<string> _templates = [];
    private bool _hasKeys;

    public void Begin(IReadOnlyList<string> urls)
    {
        Append("{\n\"version\": 1,\n\"templates\": {");
        for (var i = 0; i < urls.Count; i++)
        {
            var name = urls.Count == 1 ? "u" : $"u{i}";
            _templates.Add($"[\"{{{{{name}}}}}\", ");
            Append($"{(i == 0 ? "" : ",\n")}\"{name}\": \"");
            Append(Escaped(Encoding.UTF8.GetBytes(urls[i])));
            Append("\"");
        }
        Append("},\n\"refs\": {");
    }

    /// <param name="key">Must not have characters that JSON escapes.</param>
    /// <param name="url">Index in the list of URLs at the beginning of the document.</param>
    public void AddRange(string key, int url, long offset, long length)
    {
        AppendKey(key);
        Append(_templates[url]);
        Append($"{offset}, {length}]");
    }

    public void AddInline(string key, ReadOnlySpan<byte> content)
    {
        if (content.Length <= IndexLimits.MaxText && Utf8.IsValid(content) && !content.StartsWith("base64:"u8))
        {
            AppendKey(key);
            Append("\"");
            Append(Escaped(content));
            Append("\"");
        }
        else
            AddBase64(key, content);
    }

    public void AddBase64(string key, ReadOnlySpan<byte> content)
    {
        AppendKey(key);
        Append("\"base64:");
        var length = Base64.GetMaxEncodedToUtf8Length(content.Length);
        Base64.EncodeToUtf8(content, _buffer.GetSpan(length), out _, out length);
        _buffer.Advance(length);
        Append("\"");
    }

    /// <summary>Writes the buffer to the output once it is large enough.</summary>
    public ValueTask DrainAsync(CancellationToken cancellation) => _buffer.WrittenCount < WriteBytes ? ValueTask.CompletedTask : WriteAsync(cancellation);

    public ValueTask EndAsync(CancellationToken cancellation)
    {
        Append("\n}\n}\n");
        return WriteAsync(cancellation);
    }

    private async ValueTask WriteAsync(CancellationToken cancellation)
    {
        await stream.WriteAsync(_buffer.WrittenMemory, cancellation);
        _buffer.ResetWrittenCount();
    }

    private void AppendKey(string key)
    {
        Append(_hasKeys ? ",\n\"" : "\n\"");
        Append(key);
        Append("\": ");
        _hasKeys = true;
    }

    private void Append(string text) => Encoding.UTF8.GetBytes(text, _buffer);

    private void Append(ReadOnlySpan<byte> bytes) => _buffer.Write(bytes);

    private static ReadOnlySpan<byte> Escaped(ReadOnlySpan<byte> text) => JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes;
}
