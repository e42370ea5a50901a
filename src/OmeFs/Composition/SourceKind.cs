using System.Text;
using System.Text.Json;
using OmeFs.Core.Sources;

namespace OmeFs.Composition;

/// <summary>What a source is, by its first bytes. Names say nothing: ".ome" may be anything.</summary>
internal enum SourceKind
{
    /// <summary>Or something that TIFF's own reader refuses.</summary>
    Tiff,
    Xml,
    Json,

    /// <summary>What is in it is asked by <see cref="SourceKinds.InGzipAsync"/>.</summary>
    Gzip,
    Zstd,
}

/// <summary>Looks at what sources begin with.</summary>
internal static class SourceKinds
{
    /// <summary>A byte order mark, and white space that somebody left before the document.</summary>
    private const int Enough = 256;

    public static async ValueTask<SourceKind> OfAsync(IByteSource source, CancellationToken cancellation)
    {
        var start = new byte[Math.Min(Enough, source.Length)];
        await source.ReadAtAsync(0, start, cancellation);
        return Of(start);
    }

    /// <summary>What a gzip file unpacks to, without unpacking more than its beginning.</summary>
    public static async ValueTask<SourceKind> InGzipAsync(IByteSource source, CancellationToken cancellation) =>
        Of((await GzipSource.StartAsync(source, Enough, cancellation)).Span);

    /// <param name="start">The first bytes, <see cref="Enough"/> or more where there are so many.</param>
    public static SourceKind Of(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
            return SourceKind.Gzip;
        if (start.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]))
            return SourceKind.Zstd;
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
