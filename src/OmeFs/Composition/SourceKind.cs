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
        // UTF-8's mark; UTF-16's, and "<" in either order of UTF-16.
        var text = (start.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? start[3..] : start).TrimStart(" \t\r\n"u8);
        var wide = start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) || start.StartsWith("\0<"u8);
        if (wide || text.StartsWith("<"u8))
            return SourceKind.Xml;
        return text.StartsWith("{"u8) || text.StartsWith("["u8) ? SourceKind.Json : SourceKind.Tiff;
    }
}
