using OmeFs.Core;
using OmeFs.Core.BinData;
using OmeFs.Core.Sources;
using OmeFs.Core.Tiff;

namespace OmeFs.Composition;

/// <summary>The raw OME-XML of a file: the first ImageDescription of a TIFF, as tiffcomment prints it; else the document itself.</summary>
internal static class OmeXmlText
{
    /// <returns>The bytes, without the pixels of BinData. For an ImageDescription, without the NULs at its end.</returns>
    /// <exception cref="OmeFsException">The file has none, or cannot be read.</exception>
    public static async Task<byte[]> OfAsync(SourceAddress address, CancellationToken cancellation)
    {
        using var source = await KnownSource.OpenAsync(address, SourceOpeners.ForNamed, cancellation);
        switch (source.Kind)
        {
            case SourceKind.Xml:
                source.MustNotBeForeign();
                return (await OmeXmlFile.OpenAsync(source.Bytes, cancellation)).Xml;
            case SourceKind.XmlInGzip or SourceKind.OtherInGzip:
                using (var unpacked = await GzipSource.OpenAsync(source.Bytes, cancellation))
                    return (await OmeXmlFile.OpenAsync(unpacked, cancellation)).Xml;
            case SourceKind.Tiff:
                source.MustNotBeForeign();
                var text = await TiffFile.FirstTextAsync(source.Bytes, TiffTag.ImageDescription, TiffLimits.MaxTextBytes, cancellation);
                return text.AsSpan().TrimEnd((byte)0) is { IsEmpty: false } trimmed
                    ? trimmed.ToArray()
                    : throw new OmeFsException(FaultKind.NotFound, $"{address}: its first IFD has no ImageDescription, so there is no OME-XML");
            default:
                throw new OmeFsException(FaultKind.Unsupported, $"{address}: is a reference document, which has no OME-XML");
        }
    }
}
