using OmeFs.Core.BinData;
using OmeFs.Core.Ome;
using OmeFs.Core.Ome.Planes;
using OmeFs.Core.Ome.Xml;
using OmeFs.Core.Series.Channels;
using OmeFs.Core.Series.Sets;
using OmeFs.Core.Sources;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Series;

/// <summary>What a source shows: its series, and the OME-XML that describes them, if any.</summary>
/// <param name="Notices">Problems that a user may want to know but that did not prevent showing the source.</param>
public sealed record SeriesSet(IReadOnlyList<ImageSeries> Series, byte[]? OmeXml, OmeDocument? Document, IReadOnlyList<string> Notices)
{
    /// <summary>The TIFFs with the pixels, in the order in which the document names them first.</summary>
    public IReadOnlyList<TiffFile> Files { get; init; } = [];

    /// <summary>Series of these files that cannot be shown, and why.</summary>
    public IReadOnlyList<(ImageSeries Series, string Why)> LeftOut { get; init; } = [];

    /// <summary>All files that were read: those with the pixels, and before them the file with the OME-XML if it is a separate one.</summary>
    public IReadOnlyList<IByteSource> Sources { get; init; } = [];
}

/// <summary>Finds the series of a TIFF: by its OME-XML, else by the description of ImageJ or Aperio, else by the shapes of its IFDs.</summary>
internal static class SeriesReader
{
    /// <param name="options">Where to find the other files of a set; null for a single file.</param>
    public static async Task<SeriesSet> ReadAsync(TiffFile file, SetOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= SetOptions.Alone;
        var notices = new List<string>(file.Notices);
        var first = await file.EntriesAsync(file.Ifds[0], new IfdLabel(0), cancellation);
        var (xml, descriptions) = await Descriptions.ReadAsync(file, first, cancellation);
        if (first[TiffTag.ImageDescription] is { } text && !file.Holds(text))
            notices.Add($"{text} of IFD 0 is outside of the file ({text.Count} bytes at offset {text.ValueAt}): the tag is wrong, "
                + $"or the file is cut short (an unfinished copy or download?); the tag was ignored");
        if (xml.Length > 0 && ReadOmeXml(file, xml, notices) is { } document)
        {
            var own = new DocumentFile(document, xml, file.Source, new MemberPath(file.Source.FileName), file);
            if (await OfDocumentAsync(own, file, options, notices, cancellation) is { } set)
                return set;
        }
        var series = await WithoutOmeAsync(file, first, descriptions, notices, cancellation);
        if (series is [{ Shape: { T: 1, Z: 1 } } only] && only.Shape.C == only.SamplesPerPixel && await ContiguousStack.PlanesBehindAsync(file, first, cancellation) is > 0 and var behind)
            notices.Add($"the bytes after the only IFD's pixels would fit {behind} more plane(s); the file does not describe them, so they are not shown");
        return new SeriesSet(series, null, null, notices) { Files = [file], Sources = [file.Source] };
    }

    /// <summary>Reads the series of a set from its companion, a separate OME-XML file.</summary>
    /// <exception cref="OmeFsException">It names no TIFF that exists.</exception>
    public static async Task<SeriesSet> ReadCompanionAsync(OmeXmlFile companion, SetOptions options, CancellationToken cancellation = default)
    {
        var source = companion.Source;
        var own = new DocumentFile(companion.Document, companion.Xml, source, new MemberPath(source.FileName), null);
        return await OfDocumentAsync(own, null, options, [.. companion.Notices], cancellation)
            ?? throw new OmeFsException(FaultKind.Unsupported, $"{source.Name}: this OME-XML names no plane of any TIFF; there is nothing to show");
    }

    /// <summary>The series of a document. Null with a notice if the document shows nothing of <paramref name="entry"/>.</summary>
    private static async Task<SeriesSet?> OfDocumentAsync(
        DocumentFile own, TiffFile? entry, SetOptions options, List<string> notices, CancellationToken cancellation)
    {
        var folder = new MemberFolder(options.Folder, own.Source);
        DocumentFile? pointer = null;
        if (own.Document.BinaryOnly is { } binaryOnly)
        {
            var (found, whyNot) = await DocumentFinder.FollowAsync(own, binaryOnly, folder, notices, cancellation);
            if (found is null && entry is null)
                throw new OmeFsException(FaultKind.NotFound, $"{own.Source.Name}: {whyNot}");
            if (found is null)
                return Plain(notices, whyNot);
            (pointer, own) = (entry is null ? null : own, found);
        }
        var files = await new SetReader(own, folder, options.Missing, notices).ReadAsync(entry, pointer, cancellation);
        if (files is null)
            return Plain(notices, $"the OME-XML in {own.Source.FileName} (BinaryOnly) does not name this file");
        var document = MissingSizes.Complete(own.Document, files, notices);
        IReadOnlyList<ImageSeries> images;
        try
        {
            images = OmeSeries.Read(files, document, notices);
        }
        catch (OmeFsException fault) when (fault.Kind == FaultKind.LimitExceeded && entry is not null)
        {
            return Plain(notices, fault.Message);
        }
        if (images.Count == 0)
            return Plain(notices, "the OME-XML names no image of this file");
        var sources = files.All.Select(file => file.Source).ToList();
        var series = await WithPalettesAsync(images, cancellation);
        return new SeriesSet(series, own.Xml, document, notices)
        {
            Files = files.All,
            Sources = sources.Contains(own.Source) ? sources : [own.Source, .. sources],
        };
    }

    private static SeriesSet? Plain(List<string> notices, string why)
    {
        notices.Add($"{why}; its IFDs are shown as a plain TIFF's");
        return null;
    }

    /// <summary>Adds the palettes of the TIFF, because OME-XML cannot describe them.</summary>
    private static async Task<IReadOnlyList<ImageSeries>> WithPalettesAsync(IReadOnlyList<ImageSeries> all, CancellationToken cancellation)
    {
        var colored = new List<ImageSeries>();
        foreach (var series in all)
        {
            var (ifd, label) = series.Levels[0].Ifds.First();
            var entries = await ifd.File.EntriesAsync(ifd.Record, label, cancellation);
            colored.Add(series with { Channels = await Palette.ApplyAsync(ifd.File, entries, ifd.Layout, series.Channels, cancellation) });
        }
        return colored;
    }

    private static OmeDocument? ReadOmeXml(TiffFile file, byte[] xml, List<string> notices)
    {
        try
        {
            var document = OmeXmlReader.Read(xml, file.Source.Name);
            notices.AddRange(document.Notices);
            return document;
        }
        catch (OmeFsException fault) when (fault.Kind is FaultKind.Corrupt or FaultKind.LimitExceeded)
        {
            notices.Add($"the OME-XML cannot be used, so the IFDs are shown as a plain TIFF's: {fault.Message}");
            return null;
        }
    }

    private static async Task<IReadOnlyList<ImageSeries>> WithoutOmeAsync(
        TiffFile file, IfdEntries first, IReadOnlyList<string> descriptions, List<string> notices, CancellationToken cancellation)
    {
        var name = Path.GetFileNameWithoutExtension(file.Source.FileName);
        if (await LsmSeries.ReadAsync(file, name, notices, cancellation) is { } lsm)
            return lsm;
        foreach (var description in descriptions)
            if (ImageJDescription.Parse(description) is { } imageJ)
                return await PlainSeries.ReadAsync(file, name, [await ImageJSeries.ReadAsync(file, first, imageJ, notices, cancellation)], cancellation);
        if (descriptions.Any(text => TifffileDescription.Parse(text) is not null) && await TifffileSeries.ReadAsync(file, notices, cancellation) is { Count: > 0 } arrays)
            return await PlainSeries.ReadAsync(file, name, arrays, cancellation);
        if (await QptiffSeries.ReadAsync(file, descriptions, name, notices, cancellation) is { } slide)
            return slide;
        return await AperioSeries.ReadAsync(file, first, name, cancellation) ?? await PlainSeries.ReadAsync(file, name, [], cancellation);
    }
}
