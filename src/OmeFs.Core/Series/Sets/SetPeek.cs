using OmeFs.Core.Ome;
using OmeFs.Core.Ome.Xml;
using OmeFs.Core.Sources;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Series.Sets;

/// <summary>What a file declares about the set it belongs to.</summary>
/// <param name="Others">The other files with planes of its images; relative to its folder and never outside it.</param>
/// <param name="MetadataFile">The file that describes the set, if this one only points to it.</param>
public sealed record SetPeek(IReadOnlyList<string> Others, string? MetadataFile)
{
    /// <summary>A file that is no member of a set, or does not say so.</summary>
    public static readonly SetPeek Alone = new([], null);

    /// <summary>Reads a companion, or the first IFD of a TIFF and its description; not the rest of the file.</summary>
    /// <exception cref="OmeFsException">The file cannot be read, or contradicts itself.</exception>
    public static async Task<SetPeek> ReadAsync(IByteSource source, CancellationToken cancellation = default)
    {
        var start = new byte[(int)Math.Min(source.Length, TiffHeader.BigTiffLength)];
        await source.ReadAtAsync(0, start, cancellation);
        var xml = IsXml(start) ? await WholeAsync(source, cancellation) : await DescriptionAsync(source, start, cancellation);
        return OmeXmlReader.LooksLikeOmeXml(xml) ? Of(OmeXmlReader.Read(xml, source.Name), source.FileName) : Alone;
    }

    /// <param name="self">The file's own name. A renamed file recognises itself by its UUID.</param>
    internal static SetPeek Of(OmeDocument document, string self)
    {
        if (document.BinaryOnly is { } pointer)
            return new SetPeek([], InFolder(pointer.MetadataFile));
        var others = document.Images
            .SelectMany(image => image.Pixels.TiffData.Files)
            .Where(file => !(file.Uuid is { } uuid && string.Equals(uuid, document.Uuid, StringComparison.OrdinalIgnoreCase)))
            .Select(file => InFolder(file.FileName))
            .Where(name => name is not null && !name.Equals(self, StringComparison.OrdinalIgnoreCase));
        return new SetPeek([.. others.Distinct()!], null);
    }

    /// <summary>For an absolute name, or one that leads upwards, only the last part counts, because sets are moved between folders and systems.</summary>
    private static string? InFolder(string? name)
    {
        var parts = (name ?? "").Split('/', '\\');
        if (parts[^1] is "" or "." or ".." || parts[^1].Contains('\0'))
            return null;
        var leadsAway = parts[0] is "" || parts[0].EndsWith(':') || parts.Contains("..");
        return leadsAway ? parts[^1] : string.Join('/', parts.Where(part => part is not ("" or ".")));
    }

    private static bool IsXml(ReadOnlySpan<byte> start) => !start.StartsWith("II"u8) && !start.StartsWith("MM"u8) && start.Contains((byte)'<');

    private static async Task<byte[]> WholeAsync(IByteSource source, CancellationToken cancellation)
    {
        if (source.Length > TiffLimits.MaxTextBytes)
            throw new OmeFsException(FaultKind.LimitExceeded, $"{source.Name}: at most {TiffLimits.MaxTextBytes} bytes of OME-XML expected, found {source.Length}");
        var xml = new byte[source.Length];
        await source.ReadAtAsync(0, xml, cancellation);
        return xml;
    }

    private static async Task<byte[]> DescriptionAsync(IByteSource source, byte[] start, CancellationToken cancellation)
    {
        var header = TiffHeader.Parse(start, source.Name);
        var parser = new IfdParser(source, header);
        var first = await parser.ReadAsync(header.FirstIfd, new IfdLabel(0), new IfdEntries(), cancellation);
        return first[TiffTag.ImageDescription] is { } entry && parser.Holds(entry) ? (await parser.BytesAsync(first, entry, cancellation)).AsSpan().TrimEnd((byte)0).ToArray() : [];
    }
}
