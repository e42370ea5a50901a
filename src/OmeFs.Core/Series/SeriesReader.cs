using System.Text;
using OmeFs.Core.Ome;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Series;

/// <summary>What a TIFF shows: its series, and the OME-XML they were taken from where it has one.</summary>
/// <param name="Notices">What a person may want to know that was no reason to refuse the file.</param>
public sealed record SeriesSet(IReadOnlyList<ImageSeries> Series, byte[]? OmeXml, OmeDocument? Document, IReadOnlyList<string> Notices);

/// <summary>Finds the series of a TIFF: by its OME-XML, else by ImageJ's description, else by the shapes of its IFDs.</summary>
public static class SeriesReader
{
    public static async Task<SeriesSet> ReadAsync(TiffFile file, CancellationToken cancellation = default)
    {
        var notices = new List<string>(file.Notices);
        var first = await file.EntriesAsync(file.Ifds[0], new IfdLabel(0), cancellation);
        var description = await file.TextAsync(first, TiffTag.ImageDescription, cancellation) ?? [];
        if (OmeXmlReader.LooksLikeOmeXml(description) && ReadOmeXml(file, description, notices) is { } document)
        {
            var series = OmeSeries.Read(file, document, notices);
            if (series.Count > 0)
                return new SeriesSet(series, description, document, notices);
            notices.Add("the OME-XML names no image of this file; its IFDs are shown as a plain TIFF's");
        }
        return new SeriesSet(await WithoutOmeAsync(file, first, description, notices, cancellation), null, null, notices);
    }

    private static OmeDocument? ReadOmeXml(TiffFile file, byte[] xml, List<string> notices)
    {
        try
        {
            return OmeXmlReader.Read(xml, file.Source.Name);
        }
        catch (OmeFsException fault) when (fault.Kind is FaultKind.Corrupt)
        {
            notices.Add($"the OME-XML cannot be used, so the IFDs are shown as a plain TIFF's: {fault.Message}");
            return null;
        }
    }

    private static async Task<IReadOnlyList<ImageSeries>> WithoutOmeAsync(
        TiffFile file, IfdEntries first, byte[] description, List<string> notices, CancellationToken cancellation)
    {
        var name = Path.GetFileNameWithoutExtension(file.Source.Name);
        if (ImageJDescription.Parse(Encoding.Latin1.GetString(description)) is { } imageJ)
        {
            if (await ImageJSeries.ReadAsync(file, first, imageJ, name, cancellation) is { } stack)
                return [stack];
            notices.Add($"the ImageJ description speaks of {imageJ.Images} images, which the {file.Ifds.Count} IFD(s) do not bear out; it was ignored");
        }
        return await PlainSeries.ReadAsync(file, name, cancellation);
    }
}
