using OmeFs.Core.Ome;
using OmeFs.Core.Ome.Xml;
using OmeFs.Core.Sources;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Series.Sets;

/// <summary>An OME-XML document and its file: a TIFF with the document in its first ImageDescription, or a companion without pixels.</summary>
/// <param name="Path">Path of the file, relative to the folder of the source that was opened.</param>
/// <param name="Tiff">Null for a companion, which has no planes.</param>
internal sealed record DocumentFile(OmeDocument Document, byte[] Xml, IByteSource Source, MemberPath Path, TiffFile? Tiff)
{
    /// <exception cref="OmeFsException">It is not OME-XML, or not well-formed.</exception>
    public static async Task<DocumentFile> ReadCompanionAsync(IByteSource source, MemberPath path, CancellationToken cancellation)
    {
        if (source.Length > TiffLimits.MaxTextBytes)
            throw new OmeFsException(FaultKind.LimitExceeded, $"{source.Name}: at most {TiffLimits.MaxTextBytes} bytes of OME-XML expected, found {source.Length}");
        var xml = new byte[source.Length];
        await source.ReadAtAsync(0, xml, cancellation);
        return new DocumentFile(OmeXmlReader.Read(xml, source.Name), xml, source, path, null);
    }

    /// <exception cref="OmeFsException">The TIFF's first ImageDescription is not OME-XML.</exception>
    public static async Task<DocumentFile> ReadTiffAsync(TiffFile tiff, MemberPath path, CancellationToken cancellation)
    {
        var first = await tiff.EntriesAsync(tiff.Ifds[0], new IfdLabel(0), cancellation);
        var (xml, _) = await Descriptions.ReadAsync(tiff, first, cancellation);
        return new DocumentFile(OmeXmlReader.Read(xml, tiff.Source.Name), xml, tiff.Source, path, tiff);
    }

    /// <summary>Whether a source begins like XML, so that it is not a TIFF.</summary>
    public static async ValueTask<bool> IsXmlAsync(IByteSource source, CancellationToken cancellation) =>
        OmeXmlReader.LooksLikeXml(await StartAsync(source, 64, cancellation));

    /// <summary>The UUID of a file's root element. Reads only the beginning. Null if the file has no UUID or no OME-XML.</summary>
    public static async Task<string?> UuidOfAsync(IByteSource source, CancellationToken cancellation)
    {
        try
        {
            var start = await StartAsync(source, OmeLimits.RootBytes, cancellation);
            var xml = OmeXmlReader.LooksLikeXml(start) ? start : await TiffFile.FirstTextAsync(source, TiffTag.ImageDescription, OmeLimits.RootBytes, cancellation);
            return OmeXmlReader.RootUuid(xml, source.Name);
        }
        catch (OmeFsException fault) when (fault.Kind is FaultKind.Corrupt or FaultKind.LimitExceeded)
        {
            return null;
        }
    }

    private static async ValueTask<byte[]> StartAsync(IByteSource source, int most, CancellationToken cancellation)
    {
        var start = new byte[(int)Math.Min(source.Length, most)];
        await source.ReadAtAsync(0, start, cancellation);
        return start;
    }
}
