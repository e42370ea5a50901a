using OmeFs.Core.Sources;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Tests.Tiff;

/// <summary>The walk as it would be without templates: every IFD of the main chain is taken apart on its own.</summary>
internal static class ReferenceWalk
{
    /// <summary>
    /// Offset, segment tables and layout of each IFD, one that cannot be read in its place; the fault's message if none can; null if an IFD
    /// has SubIFDs, which are not walked here.
    /// </summary>
    public static async Task<List<string>?> WalkAsync(IByteSource source, TiffHeader header)
    {
        List<string> found = [];
        HashSet<long> seen = [];
        var readable = false;
        try
        {
            OmeFsException? first = null;
            for (var offset = header.FirstIfd; offset != 0 && seen.Add(offset);)
            {
                var parser = new IfdParser(source, header);
                var layouts = new IfdLayoutReader(parser, source.Name, new WalkNotices());
                IfdEntries ifd;
                try
                {
                    ifd = await parser.ReadAsync(offset, new IfdLabel(found.Count), new IfdEntries(), default);
                }
                catch (OmeFsException) when (found.Count > 0)
                {
                    break;
                }
                if (ifd[TiffTag.SubIfds] is not null)
                    return null;
                try
                {
                    var layout = await layouts.ReadAsync(ifd, default);
                    found.Add(Line(layouts.Record(ifd, layout, 0), layout));
                    readable = true;
                }
                catch (OmeFsException fault)
                {
                    first ??= fault;
                    found.Add(Line(new IfdRecord(offset, -1, -1, 0, -1, 0, 0, 0), IfdLayout.Unreadable));
                }
                offset = ifd.Next;
            }
            if (!readable && first is not null)
                return [first.Message];
        }
        catch (OmeFsException fault)
        {
            return [fault.Message];
        }
        return found;
    }

    /// <summary>The same of the walk that is tested.</summary>
    public static async Task<List<string>> TestedAsync(IByteSource source)
    {
        try
        {
            var table = (await TiffFile.OpenAsync(source)).Ifds;
            return [.. Enumerable.Range(0, table.Count).Select(row => Line(table[row] with { Layout = 0 }, table.LayoutOf(row)))];
        }
        catch (OmeFsException fault)
        {
            return [fault.Message];
        }
    }

    private static string Line(IfdRecord record, IfdLayout layout) => $"{record} {layout}";
}
