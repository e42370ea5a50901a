using System.Text;
using System.Text.Unicode;
using OmeFs.Core.Ome.Xml;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Series.Sets;

/// <summary>The ImageDescriptions of an IFD. Micro-Manager writes the tag twice: OME-XML, and ImageJ's lines.</summary>
/// <param name="OmeXml">Empty if none is OME-XML.</param>
/// <param name="Others">Those that are not OME-XML, in order.</param>
internal readonly record struct Descriptions(byte[] OmeXml, IReadOnlyList<string> Others)
{
    public static async Task<Descriptions> ReadAsync(TiffFile file, IfdEntries first, CancellationToken cancellation)
    {
        var text = await file.TextAsync(first, TiffTag.ImageDescription, cancellation) ?? [];
        var second = first.SecondDescription is { } entry && file.Holds(entry) ? await file.TextAsync(first, entry, cancellation) : [];
        return (OmeXmlReader.LooksLikeOmeXml(text), OmeXmlReader.LooksLikeOmeXml(second)) switch
        {
            (true, _) => new Descriptions(text, [Text(second)]),
            (_, true) => new Descriptions(second, [Text(text)]),
            _ => new Descriptions([], [Text(text), Text(second)]),
        };
    }

    /// <summary>The first ImageDescription of an IFD; "" if it has none that is inside the file.</summary>
    public static async Task<string> FirstAsync(TiffFile file, IfdEntries ifd, CancellationToken cancellation) =>
        ifd[TiffTag.ImageDescription] is { } entry && file.Holds(entry) ? Text(await file.TextAsync(ifd, entry, cancellation)) : "";

    /// <summary>Decodes a description: TIFF requires ASCII, but programs write UTF-8, and older ones Latin-1.</summary>
    private static string Text(byte[] bytes) => Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);
}
