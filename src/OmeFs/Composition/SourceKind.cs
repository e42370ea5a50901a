using System.Text;
using System.Text.Json;
using OmeFs.Core.References;
using OmeFs.Core.Sources;

namespace OmeFs.Composition;

/// <summary>The kind of a source, by its first bytes. Names are not reliable: ".ome" may be anything.</summary>
internal enum SourceKind
{
    /// <summary>A TIFF, or anything that the TIFF reader will refuse.</summary>
    Tiff,
    Xml,
    Json,
    XmlInGzip,
    JsonInGzip,

    /// <summary>Gzip with any other content.</summary>
    OtherInGzip,

    /// <summary>Only reference documents come in this form.</summary>
    JsonInZstd,
}

/// <summary>Recognises sources by their first bytes.</summary>
internal static class SourceKinds
{
    /// <summary>Room for a byte order mark, and for white space before the document.</summary>
    private const int Enough = 256;

    /// <param name="start">The first <see cref="Enough"/> bytes or more, or all bytes of a shorter source.</param>
    public static async ValueTask<SourceKind> OfAsync(ReadOnlyMemory<byte> start, IByteSource source, CancellationToken cancellation) =>
        IsGzip(start.Span) ? InGzip((await GzipSource.StartAsync(source, Enough, cancellation)).Span) : Of(start.Span);

    /// <summary>How a reference document is compressed; null if the source is not one.</summary>
    public static ReferencePacking? PackingOf(SourceKind kind) => kind switch
    {
        SourceKind.Json => ReferencePacking.Plain,
        SourceKind.JsonInGzip => ReferencePacking.Gzip,
        SourceKind.JsonInZstd => ReferencePacking.Zstd,
        SourceKind.Tiff or SourceKind.Xml or SourceKind.XmlInGzip or SourceKind.OtherInGzip => null,
    };

    private static bool IsGzip(ReadOnlySpan<byte> start) => start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]);

    /// <param name="start">The beginning of the unpacked file. Empty for a damaged file: unpacking it as OME-XML then reports the damage.</param>
    private static SourceKind InGzip(ReadOnlySpan<byte> start) => start.IsEmpty ? SourceKind.XmlInGzip : Of(start) switch
    {
        SourceKind.Xml => SourceKind.XmlInGzip,
        SourceKind.Json => SourceKind.JsonInGzip,
        _ => SourceKind.OtherInGzip,
    };

    /// <summary>The kind of a source that is not gzip.</summary>
    public static SourceKind Of(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]))
            return SourceKind.JsonInZstd;
        var first = (WideEncoding.Of(start) ?? Encoding.Latin1).GetString(start.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? start[3..] : start).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        return first switch
        {
            ['<', ..] => SourceKind.Xml,
            ['{' or '[', ..] => SourceKind.Json,
            _ => start.Length < Enough && IsJsonValue(start) ? SourceKind.Json : SourceKind.Tiff,
        };
    }

    /// <summary>Whether the document is a single number, string or word of JSON: not a reference document, but still JSON.</summary>
    private static bool IsJsonValue(ReadOnlySpan<byte> whole)
    {
        var reader = new Utf8JsonReader(whole);
        try
        {
            return reader.Read() && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
