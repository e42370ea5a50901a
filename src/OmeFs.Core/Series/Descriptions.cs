using OmeFs.Core.Ome;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Series;

/// <summary>What the first IFD says of the whole file in its ImageDescription. Micro-Manager writes that tag twice: OME-XML, and ImageJ's lines.</summary>
/// <param name="OmeXml">Empty where neither is OME-XML.</param>
/// <param name="Other">The first that is no OME-XML; empty where there is none.</param>
internal readonly record struct Descriptions(byte[] OmeXml, byte[] Other)
{
    public static async Task<Descriptions> ReadAsync(TiffFile file, IfdEntries first, CancellationToken cancellation)
    {
        var text = await file.TextAsync(first, TiffTag.ImageDescription, cancellation) ?? [];
        var second = first.SecondDescription is { } entry && file.Holds(entry) ? await file.TextAsync(first, entry, cancellation) : [];
        return (OmeXmlReader.LooksLikeOmeXml(text), OmeXmlReader.LooksLikeOmeXml(second)) switch
        {
            (true, _) => new Descriptions(text, second),
            (_, true) => new Descriptions(second, text),
            _ => new Descriptions([], text),
        };
    }
}
