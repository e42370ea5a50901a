using System.Text;
using System.Text.Json;
using OmeFs.Core;
using OmeFs.Core.BinData;
using OmeFs.Core.Codecs;
using OmeFs.Core.Images;
using OmeFs.Core.Ome;
using OmeFs.Core.Ome.Writing;
using OmeFs.Core.Ome.Xml;
using OmeFs.Core.Series.Channels;
using OmeFs.Core.Tiff;
using OmeFs.Core.Tree;
using OmeFs.Core.Zarr.Model;
using OmeFs.Fuzz.References;

namespace OmeFs.Fuzz;

/// <summary>The way of an input through omefs: opened, laid out, listed, its documents and some chunks of each level read. Returns a trace.</summary>
internal static class Target
{
    private const int MostEntries = 300;
    private const int MostLevels = 12;

    // A second of decoding at most: it is the first segments that go wrong, not the hundredth.
    private const int MostListedReads = 8;

    /// <summary>
    /// Larger chunks are not read: where few bytes can become any number, as in zstd, a segment takes what it claims to be, and nothing
    /// could be said of the memory.
    /// </summary>
    private const long MostChunkBytes = 64 << 20;

    /// <summary>Allocated by one read: the segment as it was compressed, as it was packed, and as samples.</summary>
    private const long MostBytesOfARead = 4 * MostChunkBytes;

    /// <summary>Allocated while a file is opened: what its channels may take, and some.</summary>
    private const long MostBytesOfOpening = (128L << 20) + (ChannelBound.MaxChannels * 5L * 1024);

    public static async Task<string> RunAsync(byte[] input)
    {
        if (ReferenceTarget.Takes(input))
            return await ReferenceTarget.RunAsync(input);
        var trace = new StringBuilder();
        var xml = OmeXmlReader.LooksLikeOmeXml(input);
        if (xml)
            trace.Append(Document(input));
        using var cache = new SegmentCache(1 << 22);
        using var source = new InputSource(input);
        var before = GC.GetTotalAllocatedBytes();
        var view = await OpenAsync(source, xml, cache);
        ExpectAtMost(MostBytesOfOpening, before, "opening");
        trace.AppendJoin('|', view.Source.Set.Notices);
        await WalkAsync(view.Tree, trace);
        foreach (var (image, level) in view.Images.SelectMany(image => image.Levels.Select((_, level) => (image, level))).Take(MostLevels))
            await ReadLevelAsync(view.Tree, image, level, trace);
        return trace.ToString();
    }

    /// <summary>The one place that knows how a source becomes a tree.</summary>
    private static async Task<OmeZarrView> OpenAsync(InputSource source, bool xml, SegmentCache cache)
    {
        try
        {
            var images = xml
                ? OmeXmlImages.Read(await OmeXmlFile.OpenAsync(source), cache)
                : await TiffImages.ReadAsync(await TiffFile.OpenAsync(source), cache);
            return OmeZarrView.Of(images, OmeZarrLayout.Auto, OmeZarrVersion.V04);
        }
        catch (OverflowException cause)
        {
            // As the program does where it opens a source.
            throw new OmeFsException(FaultKind.LimitExceeded, "sizes in this file multiply to more than 2^63", cause);
        }
    }

    /// <summary>What was read is written, and what was written can be read.</summary>
    private static string Document(byte[] input)
    {
        var document = OmeXmlReader.Read(input, "input.ome.xml");
        var paths = document.Images.Select((_, index) => $"{index}").ToArray();
        var written = OmeMetadataWriter.WriteMetadataOnly(input, document, paths, [.. paths.Select(_ => PixelsOverride.None)], "input.ome.xml");
        if (ReadAgain(written) is { } again && again.Images.Count != paths.Length)
            throw new BrokenPromiseException("METADATA.ome.xml has another number of images");
        return $"{document.SchemaVersion} {string.Join(' ', document.Images.Select(image => $"{image.Pixels.Type} {image.Pixels.DimensionOrder}").Distinct())}";
    }

    private static OmeDocument? ReadAgain(byte[] written)
    {
        try
        {
            return OmeXmlReader.Read(written, "METADATA.ome.xml");
        }
        catch (OmeFsException fault) when (fault.Kind == FaultKind.Corrupt)
        {
            throw new BrokenPromiseException($"METADATA.ome.xml cannot be read again: {fault.Message}");
        }
        catch (OmeFsException fault) when (fault.Kind == FaultKind.LimitExceeded)
        {
            // A channel split into its samples may take a document beyond a limit; that is no reason to hide the pixels.
            return null;
        }
    }

    private static async Task WalkAsync(VirtualTree tree, StringBuilder trace)
    {
        var folders = new Stack<NodeId>([NodeId.Root]);
        var (entries, reads) = (0, 0);
        var listed = new TreeEntry[20];
        while (folders.TryPop(out var folder) && entries < MostEntries)
        {
            var count = await tree.ListAsync(folder, 0, listed);
            entries += count;
            foreach (var entry in listed[..count])
            {
                await ExpectFoundAsync(tree, folder, entry);
                if (entry.Stat.Kind == NodeKind.Folder)
                    folders.Push(entry.Stat.Id);
                else if (!char.IsAsciiDigit(entry.Name[0]))
                    await ReadDocumentAsync(tree, entry);
                else if (reads++ < MostListedReads)
                    await ReadChunkAsync(tree, entry.Stat, trace);
            }
        }
    }

    private static async Task ExpectFoundAsync(VirtualTree tree, NodeId folder, TreeEntry entry)
    {
        var found = await tree.LookupAsync(folder, Encoding.UTF8.GetBytes(entry.Name));
        if (found != entry.Stat || await tree.StatAsync(entry.Stat.Id) != entry.Stat)
            throw new BrokenPromiseException("a listed node is not the one that is found by its name");
    }

    private static async Task ReadDocumentAsync(VirtualTree tree, TreeEntry entry)
    {
        var bytes = new byte[entry.Stat.Size];
        Expect(bytes.Length, await tree.Open(entry.Stat.Id).ReadAsync(0, bytes));
        if (entry.Name.EndsWith(".xml", StringComparison.Ordinal))
            ReadAgain(bytes);
        else
            using (JsonDocument.Parse(bytes))
            {
            }
    }

    private static async Task ReadLevelAsync(VirtualTree tree, ImageArrays image, int level, StringBuilder trace)
    {
        var array = image.Levels[level];
        trace.Append('|').Append(array.Provenance.Storage).Append(array.Type).Append(array.Metadata.Codecs.IsEmpty);
        var grid = array.Grid;
        // The last chunk is where sizes go wrong, the middle one where arithmetic does.
        foreach (var at in (ChunkIndex[])[new(grid.T - 1, grid.C - 1, grid.Z - 1, grid.Y - 1, grid.X - 1), new(grid.T / 2, grid.C / 2, grid.Z / 2, grid.Y / 2, grid.X / 2)])
        {
            var path = $"{image.Path}/{level}/{at.T}/{at.C}/{at.Z}/{at.Y}/{at.X}";
            var stat = await tree.StatAsync(NodeId.Root);
            foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
                stat = await tree.LookupAsync(stat.Id, Encoding.UTF8.GetBytes(name));
            if (stat.Exists)
                await ReadChunkAsync(tree, stat, trace);
        }
    }

    /// <summary>The beginning, the end, and past it; a chunk may be damaged, but then in one of the ways that become EIO.</summary>
    private static async Task ReadChunkAsync(VirtualTree tree, NodeStat chunk, StringBuilder trace)
    {
        if (chunk.Size <= 0)
            throw new BrokenPromiseException($"a chunk of {chunk.Size} bytes");
        if (chunk.Size > MostChunkBytes)
            return;
        var buffer = new byte[4096];
        foreach (var offset in (long[])[0, Math.Max(0, chunk.Size - 100), chunk.Size])
            try
            {
                var before = GC.GetTotalAllocatedBytes();
                Expect(Math.Min(buffer.Length, chunk.Size - offset), await tree.Open(chunk.Id).ReadAsync(offset, buffer));
                ExpectAtMost(MostBytesOfARead, before, "a read");
            }
            catch (OmeFsException fault) when (fault.Kind is FaultKind.Corrupt or FaultKind.LimitExceeded or FaultKind.Unsupported)
            {
                trace.Append('|').Append(fault.Message);
            }
    }

    private static void ExpectAtMost(long bytes, long before, string what)
    {
        if (GC.GetTotalAllocatedBytes() - before > bytes)
            throw new BrokenPromiseException($"{what} allocated more than {bytes} bytes");
    }

    private static void Expect(long size, int read)
    {
        if (size != read)
            throw new BrokenPromiseException($"{size} bytes expected by the size that stat says, {read} read");
    }
}
