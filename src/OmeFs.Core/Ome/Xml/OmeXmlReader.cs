using System.Buffers;
using System.Runtime.InteropServices;

namespace OmeFs.Core.Ome.Xml;

/// <summary>The number of BinData that were in a Pixels.</summary>
/// <param name="image">Index of the Image in the document.</param>
/// <param name="number">Index of the Pixels in the Image.</param>
public delegate long BinDataCount(int image, int number);

/// <summary>Reads OME-XML of every schema version into an <see cref="OmeDocument"/>: forward only, by local names.</summary>
/// <remarks>
/// Namespaces are ignored: they changed with every version and may differ within one. A value that cannot be parsed is treated as absent, with
/// a notice. If a document is truncated or not well-formed, the images before that point are read.
/// </remarks>
internal static class OmeXmlReader
{
    private static readonly SearchValues<char> NameEnds = SearchValues.Create(" \t\r\n/>");

    /// <exception cref="OmeFsException">
    /// <see cref="FaultKind.Corrupt"/> or <see cref="FaultKind.LimitExceeded"/>: no image could be read. The message says why.
    /// </exception>
    public static OmeDocument Read(ReadOnlyMemory<byte> bytes, string sourceName) => Read(ToStream(bytes), sourceName);

    /// <param name="bytes">Read once, forward, and disposed.</param>
    /// <param name="binData">The BinData that were removed from the document before; null if none were.</param>
    /// <inheritdoc cref="Read(ReadOnlyMemory{byte}, string)"/>
    public static OmeDocument Read(Stream bytes, string sourceName, BinDataCount? binData = null)
    {
        using var cursor = new OmeXmlCursor(bytes, sourceName);
        cursor.MoveToRoot();
        var document = new OmeDocument
        {
            Uuid = cursor.Attribute("UUID"),
            Creator = cursor.Attribute("Creator"),
            SchemaVersion = SchemaVersions.OfNamespace(cursor.Reader.NamespaceURI),
        };
        List<OmeImage> images = [];
        List<OmePlate> plates = [];
        var fault = ReadChildren(cursor, binData, ref document, images, plates);
        if (fault is null)
            return document with { Images = images, Plates = plates, Notices = cursor.Notices };
        if (images.Count == 0 && document.BinaryOnly is null)
            throw fault;
        var what = images.Count == 1 ? "the image" : $"the {images.Count} images";
        return document with
        {
            Images = images,
            Plates = plates,
            IsWhole = false,
            Notices = [.. cursor.Notices, $"{fault.Message}; only {what} before that can be shown"],
        };
    }

    /// <returns>Why the document was not read to its end; null if it was.</returns>
    private static OmeFsException? ReadChildren(
        OmeXmlCursor cursor, BinDataCount? binData, ref OmeDocument document, List<OmeImage> images, List<OmePlate> plates)
    {
        var ordinal = 0;
        try
        {
            var root = cursor.Enter();
            while (cursor.NextChild(root))
                switch (cursor.Name)
                {
                    case "Image":
                        Bound(cursor, ordinal, OmeLimits.MaxImages);
                        if (new ImageReader(cursor, ordinal++, binData).Read(out var fault) is { } image)
                            images.Add(image);
                        if (fault is not null)
                            return fault;
                        break;
                    case "Plate":
                        Bound(cursor, plates.Count, OmeLimits.MaxPlates);
                        plates.Add(new OmePlate(cursor.Attribute("ID") ?? $"Plate:{plates.Count}", cursor.Attribute("Name")));
                        break;
                    case "BinaryOnly":
                        document = document with { BinaryOnly = new BinaryOnly(cursor.Attribute("MetadataFile") ?? "", cursor.Attribute("UUID")) };
                        break;
                }
            return null;
        }
        catch (OmeFsException fault) when (fault.Kind is FaultKind.Corrupt or FaultKind.LimitExceeded)
        {
            return fault;
        }
    }

    /// <summary>Whether the first element's local name is OME. The start may be cut anywhere behind that name.</summary>
    public static bool LooksLikeOmeXml(ReadOnlySpan<byte> start)
    {
        const int enough = 64 << 10;
        start = start[..Math.Min(start.Length, enough)];
        var (encoding, skip) = OmeText.Recognize(start);
        return RootName(encoding.GetString(start[skip..])) is "OME";
    }

    /// <summary>Whether bytes begin like an XML document: byte order mark, white space, "&lt;".</summary>
    public static bool LooksLikeXml(ReadOnlySpan<byte> start)
    {
        var (encoding, skip) = OmeText.Recognize(start);
        return encoding.GetString(start[skip..]).TrimStart() is ['<', ..];
    }

    /// <summary>The UUID of a document, from its beginning alone; null if it has none or is not OME-XML.</summary>
    public static string? RootUuid(ReadOnlyMemory<byte> start, string sourceName)
    {
        try
        {
            using var cursor = new OmeXmlCursor(ToStream(start), sourceName);
            cursor.MoveToRoot();
            return cursor.Attribute("UUID");
        }
        catch (OmeFsException fault) when (fault.Kind is FaultKind.Corrupt or FaultKind.LimitExceeded)
        {
            return null;
        }
    }

    internal static void Bound(OmeXmlCursor cursor, int count, int most)
    {
        if (count >= most)
            throw cursor.Fault(FaultKind.LimitExceeded, $"more than {most} {cursor.Name} elements");
    }

    internal static Stream ToStream(ReadOnlyMemory<byte> bytes) => MemoryMarshal.TryGetArray(bytes, out var segment)
        ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
        : new MemoryStream(bytes.ToArray(), writable: false);

    private static string? RootName(string start)
    {
        for (var at = 0; at < start.Length && (at = start.IndexOf('<', at)) >= 0;)
        {
            var rest = start.AsSpan(at + 1);
            var close = rest.StartsWith("!--") ? rest.IndexOf("-->") : rest.StartsWith("?") ? rest.IndexOf("?>") : rest.StartsWith("!") ? rest.IndexOf('>') : 0;
            if (close < 0)
                return null;
            if (close == 0)
                return LocalName(rest);
            at += 1 + close;
        }
        return null;
    }

    private static string LocalName(ReadOnlySpan<char> tag)
    {
        var end = tag.IndexOfAny(NameEnds);
        var name = tag[..(end < 0 ? tag.Length : end)];
        return name[(name.IndexOf(':') + 1)..].ToString();
    }
}
