using System.Text;
using System.Text.Json;
using OmeFs.Core.References;
using OmeFs.Core.Sources;

namespace OmeFs.Composition;

/// <summary>What a source is, by its first bytes. Names say nothing: ".ome" may be anything.</summary>
internal enum SourceKind
{
    /// <summary>Or something that TIFF's own reader refuses.</summary>
    Tiff,
    Xml,
    Json,
    XmlInGzip,
    JsonInGzip,

    /// <summary>Gzip with anything else in it.</summary>
    OtherInGzip,

    /// <summary>Nothing but reference documents comes so.</summary>
    JsonInZstd,
}

/// <summary>Looks at what sources begin with.</summary>
internal static class SourceKinds
{
    /// <summary>A byte order mark, and white space that somebody left before the document.</summary>
    private const int Enough = 256;

    /// <param name="start">The first bytes of the source, <see cref="Enough"/> or more if there are so many.</param>
    public static async ValueTask<SourceKind> OfAsync(ReadOnlyMemory<byte> start, IByteSource source, CancellationToken cancellation) =>
        IsGzip(start.Span) ? InGzip((await GzipSource.StartAsync(source, Enough, cancellation)).Span) : Of(start.Span);

    /// <summary>How a reference document is packed; null for what is none.</summary>
    public static ReferencePacking? PackingOf(SourceKind kind) => kind switch
    {
        SourceKind.Json => ReferencePacking.Plain,
        SourceKind.JsonInGzip => ReferencePacking.Gzip,
        SourceKind.JsonInZstd => ReferencePacking.Zstd,
        SourceKind.Tiff or SourceKind.Xml or SourceKind.XmlInGzip or SourceKind.OtherInGzip => null,
    };

    private static bool IsGzip(ReadOnlySpan<byte> start) => start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]);

    /// <param name="start">The beginning of what is in the file. A damaged file gives nothing; unpacking it as OME-XML then says what is wrong.</param>
    private static SourceKind InGzip(ReadOnlySpan<byte> start) => start.IsEmpty ? SourceKind.XmlInGzip : Of(start) switch
    {
        SourceKind.Xml => SourceKind.XmlInGzip,
        SourceKind.Json => SourceKind.JsonInGzip,
        _ => SourceKind.OtherInGzip,
    };

    /// <summary>Of what is not gzip.</summary>
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

    /// <summary>A number, a text or a word of JSON, and nothing else: no reference document, but JSON.</summary>
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
