using OmeFs.Core.Sources;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Tests.Tiff;

/// <summary>The walk as it would be without templates: every IFD of the main chain is taken apart on its own.</summary>
internal static class ReferenceWalk
{
    /// <summary>
    /// Offset, segment tables and layout of each IFD; the fault's message where it ends in one; null where an IFD has SubIFDs, which are
    /// not walked here.
    /// </summary>
    public static async Task<List<string>?> WalkAsync(IByteSource source, TiffHeader header)
    {
        List<string> found = [];
        HashSet<long> seen = [];
        try
        {
            for (var offset = header.FirstIfd; offset != 0 && seen.Add(offset);)
            {
                var parser = new IfdParser(source, header);
                var layouts = new IfdLayoutReader(parser, source.Name);
                var ifd = await parser.ReadAsync(offset, new IfdLabel(found.Count), new IfdEntries(), default);
                if (ifd[TiffTag.SubIfds] is not null)
                    return null;
                var layout = await layouts.ReadAsync(ifd, default);
                found.Add(Line(layouts.Record(ifd, layout, 0, source.Length), layout));
                offset = ifd.Next;
            }
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
