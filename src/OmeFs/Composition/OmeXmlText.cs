using OmeFs.Core;
using OmeFs.Core.BinData;
using OmeFs.Core.Sources;
using OmeFs.Core.Sources.Local;
using OmeFs.Core.Tiff;

namespace OmeFs.Composition;

/// <summary>The OME-XML of a file as it stands there: of a TIFF its first ImageDescription, as tiffcomment prints it; else the document.</summary>
internal static class OmeXmlText
{
    /// <param name="path">Absolute.</param>
    /// <returns>The bytes, without the pixels of BinData; of an ImageDescription without the NULs at its end.</returns>
    /// <exception cref="OmeFsException">It has none, or cannot be read.</exception>
    public static async Task<byte[]> OfAsync(string path, CancellationToken cancellation)
    {
        using var source = FileSource.Open(path);
        var kind = await SourceKinds.OfAsync(source, cancellation);
        switch (kind)
        {
            case SourceKind.Xml:
                await ForeignFormats.MustNotBeAsync(source, cancellation);
                return (await OmeXmlFile.OpenAsync(source, cancellation)).Xml;
            case SourceKind.Gzip:
                using (var unpacked = await GzipSource.OpenAsync(source, _ => { }, cancellation))
                    return (await OmeXmlFile.OpenAsync(unpacked, cancellation)).Xml;
            case SourceKind.Tiff:
                await ForeignFormats.MustNotBeAsync(source, cancellation);
                var text = await TiffFile.FirstTextAsync(source, TiffTag.ImageDescription, TiffLimits.MaxTextBytes, cancellation);
                return text.AsSpan().TrimEnd((byte)0) is { IsEmpty: false } trimmed
                    ? trimmed.ToArray()
                    : throw new OmeFsException(FaultKind.NotFound, $"{path}: its first IFD has no ImageDescription, so there is no OME-XML");
            default:
                throw new OmeFsException(FaultKind.Unsupported, $"{path}: is a reference document, which has no OME-XML");
        }
    }
}
