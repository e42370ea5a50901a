using System.IO.Compression;
using OmeFs.Core.References.Json;
using OmeFs.Core.Sources;

namespace OmeFs.Core.References;

/// <summary>How a reference document is packed.</summary>
public enum ReferencePacking
{
    Plain,
    Gzip,
    Zstd,
}

/// <summary>Tells a reference document by its first bytes, and unpacks it.</summary>
public static class ReferenceFormat
{
    /// <summary>A byte order mark, and white space that somebody left before the document.</summary>
    private const int Enough = 64;

    /// <summary>Whether a source begins as a document does, packed or not; null where it is something else.</summary>
    public static async ValueTask<ReferencePacking?> OfAsync(IByteSource source, CancellationToken cancellation)
    {
        var start = new byte[Math.Min(Enough, source.Length)];
        await source.ReadAtAsync(0, start, cancellation);
        return Packing(start) switch
        {
            ReferencePacking.Gzip => await HoldsJsonAsync(source, cancellation) ? ReferencePacking.Gzip : null,
            var packing => packing,
        };
    }

    /// <summary>OME-XML comes in gzip, too. What cannot be unpacked is refused by whoever tries in earnest.</summary>
    private static async ValueTask<bool> HoldsJsonAsync(IByteSource source, CancellationToken cancellation)
    {
        var start = new byte[Enough];
        try
        {
            await using var unpacked = Open(source, ReferencePacking.Gzip);
            var length = await unpacked.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellation);
            return Packing(start.AsSpan(0, length)) == ReferencePacking.Plain;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static ReferencePacking? Packing(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
            return ReferencePacking.Gzip;
        if (start.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]))
            return ReferencePacking.Zstd;
        if (start.StartsWith("\uFEFF"u8))
            start = start[3..];
        var text = start.TrimStart(" \t\r\n"u8);
        return text.StartsWith("{"u8) || text.StartsWith("["u8) ? ReferencePacking.Plain : null;
    }

    internal static Stream Open(IByteSource source, ReferencePacking packing) => packing switch
    {
        ReferencePacking.Plain => new SourceStream(source),
        ReferencePacking.Gzip => new GZipStream(new SourceStream(source), CompressionMode.Decompress),
        ReferencePacking.Zstd => new ZstdStream(new SourceStream(source)),
    };
}
