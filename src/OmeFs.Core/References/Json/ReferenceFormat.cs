using System.IO.Compression;
using System.Text;
using OmeFs.Core.Sources;

namespace OmeFs.Core.References.Json;

/// <summary>Opens reference documents as texts in UTF-8.</summary>
internal static class ReferenceFormat
{
    private const int MarkBytes = 4;

    public static Stream Open(IByteSource source, ReferencePacking packing) => Decoded(Unpacked(source, packing), out _);

    /// <summary>The document's encoding; null for UTF-8.</summary>
    public static string? EncodingOf(IByteSource source, ReferencePacking packing)
    {
        using var text = Decoded(Unpacked(source, packing), out var encoding);
        return encoding switch { UnicodeEncoding => "UTF-16", UTF32Encoding => "UTF-32", _ => null };
    }

    private static Stream Unpacked(IByteSource source, ReferencePacking packing)
    {
        var stream = new SourceStream(source);
        return packing switch
        {
            ReferencePacking.Plain => stream,
            ReferencePacking.Gzip => Bounded(new GZipStream(stream, CompressionMode.Decompress), "gzip"),
            ReferencePacking.Zstd => Bounded(new ZstdStream(stream), "zstd"),
        };

        UnpackedStream Bounded(Stream unpacking, string name) => new(unpacking, name, source.Name, source.Length, UnpackLimits.OfDocument(source.Length));
    }

    /// <summary>Detects the encoding by the first bytes, as Python's json module does.</summary>
    private static Stream Decoded(Stream bytes, out Encoding? encoding)
    {
        var start = new byte[MarkBytes];
        int length;
        try
        {
            length = bytes.ReadAtLeast(start, MarkBytes, throwOnEndOfStream: false);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
        encoding = length < MarkBytes ? null : WideEncoding.Of(start);
        var whole = new PrefixedStream(start.AsMemory(0, length), bytes);
        return encoding is null ? whole : Encoding.CreateTranscodingStream(whole, encoding, new UTF8Encoding(false));
    }
}
