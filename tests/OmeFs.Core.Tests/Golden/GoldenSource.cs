using System.Globalization;
using System.Text;
using OmeFs.Core.BinData;
using OmeFs.Core.Codecs;
using OmeFs.Core.Images;
using OmeFs.Core.Indexing;
using OmeFs.Core.References;
using OmeFs.Core.References.View;
using OmeFs.Core.Series.Sets;
using OmeFs.Core.Sources;
using OmeFs.Core.Sources.Local;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Tests.Golden;

/// <summary>All that a source shows, as a text: its facts, its tree, and the reference documents of it.</summary>
internal static class GoldenSource
{
    private const long CacheBytes = 32 * 1024 * 1024;

    /// <summary>Reference documents of more chunks are not written: malformed files claim millions.</summary>
    private const long MostIndexedChunks = 1_024;

    public static async Task<string> TextAsync(GoldenInput input)
    {
        var text = new StringBuilder();
        try
        {
            using var source = FileSource.Open(input.Path);
            await WriteAsync(source, text);
        }
        catch (OmeFsException fault)
        {
            text.Append(Fault(fault));
        }
        catch (OverflowException)
        {
            text.Append("overflow\n"); // the program says that sizes multiply to more than 2^63
        }
        return text.ToString().Replace(Repository.Fixtures, "<fixtures>", StringComparison.Ordinal);
    }

    private static async Task WriteAsync(FileSource source, StringBuilder text)
    {
        using var cache = new SegmentCache(CacheBytes);
        var start = new byte[Math.Min(2, source.Length)];
        await source.ReadAtAsync(0, start);
        switch (start)
        {
            case [(byte)'{', _]:
                using (var references = ReferenceView.Open(source, ReferencePacking.Plain, new ReferenceOptions(), AddressOpener.Nothing))
                    await WriteReferencesAsync(references, text);
                break;
            case [0x1F, 0x8B]:
                if (await GzipSource.StartAsync(source, 256) is { IsEmpty: false } held)
                    MustBeXml(held);
                using (var unpacked = await GzipSource.OpenAsync(source))
                    await WriteXmlAsync(unpacked, cache, text);
                break;
            case [(byte)'<', _] or [0xEF, 0xBB]:
                await WriteXmlAsync(source, cache, text);
                break;
            default:
                using (var folder = new FileFolder(Path.GetDirectoryName(source.Name)!, []))
                    await WriteImagesAsync(await TiffImages.ReadAsync(await TiffFile.OpenAsync(source), cache, new SetOptions(folder, MissingFiles.Refuse)), text);
                break;
        }
    }

    private static async Task WriteXmlAsync(IByteSource source, SegmentCache cache, StringBuilder text)
    {
        var file = await OmeXmlFile.OpenAsync(source);
        using var folder = new FileFolder(Path.GetDirectoryName(source.Name)!, []);
        await WriteImagesAsync(
            file.IsCompanion ? await TiffImages.ReadCompanionAsync(file, cache, new SetOptions(folder, MissingFiles.Refuse)) : OmeXmlImages.Read(file, cache), text);
    }

    private static async Task WriteReferencesAsync(ReferenceView view, StringBuilder text)
    {
        foreach (var notice in view.Notices)
            text.Append(CultureInfo.InvariantCulture, $"notice: {notice}\n");
        text.Append(await new GoldenText(view.Tree).WriteAsync());
    }

    private static async Task WriteImagesAsync(SourceImages images, StringBuilder text)
    {
        var view = OmeZarrView.Of(images, OmeZarrLayout.Auto, OmeZarrVersion.V04);
        text.Append(CultureInfo.InvariantCulture, $"{view.Source.Format}\n");
        foreach (var notice in view.Source.Set.Notices)
            text.Append(CultureInfo.InvariantCulture, $"notice: {notice}\n");
        foreach (var image in view.Images)
            for (var level = 0; level < image.Levels.Count; level++)
            {
                var array = image.Levels[level];
                text.Append(CultureInfo.InvariantCulture, $"level {image.Path}/{level}: {array.Provenance.Storage}; {array.Provenance.DecodedBytes} bytes decoded");
                foreach (var share in array.Provenance.Origins)
                    text.Append(CultureInfo.InvariantCulture, $"; {share.Origin} {share.Chunks} {share.Why}");
                text.Append('\n');
            }
        text.Append(await new GoldenText(view.Tree).WriteAsync());
        foreach (var codecs in Enum.GetValues<ReferenceCodecs>())
            await WriteIndexAsync(view, codecs, text);
    }

    private static async Task WriteIndexAsync(OmeZarrView view, ReferenceCodecs codecs, StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"index --codecs {codecs}\n");
        if (view.Images.Sum(image => image.Levels.Sum(level => (double)level.Grid.Volume)) > MostIndexedChunks)
        {
            text.Append("  too many chunks\n");
            return;
        }
        try
        {
            var plan = await IndexPlan.OfAsync(view, codecs, _ => { });
            text.Append(CultureInfo.InvariantCulture,
                $"  {plan.Ranges} ranges, {plan.Copied} copied of {plan.CopiedBytes} bytes, {plan.Missing} missing, codecs {string.Join(' ', plan.NonStandardCodecIds)}\n");
            foreach (var left in plan.LeftOut)
                text.Append(CultureInfo.InvariantCulture, $"  {left.Path} is left out: {left.Why}\n");
            using var document = new MemoryStream();
            await ReferenceExport.WriteAsync(plan, [.. plan.Sources.Select(source => Path.GetFileName(source.Name))], document, _ => { });
            text.Append(Encoding.UTF8.GetString(document.ToArray())).Append('\n');
        }
        catch (OmeFsException fault)
        {
            text.Append(Fault(fault));
        }
    }

    private static void MustBeXml(ReadOnlyMemory<byte> start)
    {
        if (start.Span.IndexOf((byte)'<') != 0)
            throw new OmeFsException(FaultKind.Unsupported, "what is in the gzip file is no XML");
    }

    private static string Fault(OmeFsException fault) => $"{fault.Kind}: {fault.Message}\n";
}
