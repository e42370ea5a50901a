using System.Text.Encodings.Web;
using System.Text.Json;

namespace OmeFs.Core.Zarr.Formats;

/// <summary>Writes readable JSON documents: indented, and without \u escapes for letters.</summary>
internal static class JsonDocuments
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Pads a document with spaces to a length that was promised before it was written. JSON allows trailing spaces.</summary>
    public static byte[] Padded(byte[] document, int length)
    {
        var padded = new byte[length];
        document.CopyTo(padded, 0);
        padded.AsSpan(document.Length).Fill((byte)' ');
        return padded;
    }

    /// <summary>One object whose members <paramref name="members"/> writes.</summary>
    public static byte[] Write(Action<Utf8JsonWriter> members)
    {
        using var bytes = new PooledBytes();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }
        return bytes.ToArray();
    }
}
