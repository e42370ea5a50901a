using OmeFs.Core.Tests.Codecs.Native;
using OmeFs.Core.Tests.Ome;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Tests.Codecs.Managed;

/// <summary>The segments of one compression in all fixtures, and in the shared corpus if it is there.</summary>
internal static class EverySegment
{
    private const int MostIfds = 8;
    private const long MostDecodedBytes = 16 << 20;

    /// <param name="malformed">Also those of malformed files.</param>
    /// <param name="most">Segments of an IFD: the first ones, and the last one, which may be short.</param>
    public static async IAsyncEnumerable<SegmentCase> OfAsync(Compression compression, bool malformed, int most = 40)
    {
        foreach (var path in Paths(malformed))
            foreach (var it in await OfFileAsync(path, compression, most))
                yield return it;
    }

    public static async Task<List<SegmentCase>> OfFileAsync(string path, Compression compression, int most = 40)
    {
        var cases = new List<SegmentCase>();
        try
        {
            using var file = await SegmentFile.OpenAsync(path);
            for (var ifd = 0; ifd < Math.Min(MostIfds, file.Tiff.Ifds.Count); ifd++)
            {
                var layout = file.Tiff.Ifds.LayoutOf(ifd);
                if (layout.Compression == compression && layout.HasSegments && layout.SegmentRowBytes * layout.SegmentLength <= MostDecodedBytes)
                    await AddAsync(file, ifd, most, cases, Path.GetFileName(path));
            }
        }
        catch (OmeFsException)
        {
            // Refused before there is a segment: not a codec's matter.
        }
        return cases;
    }

    private static async Task AddAsync(SegmentFile file, int ifd, int most, List<SegmentCase> cases, string name)
    {
        var (layout, tags) = (file.Tiff.Ifds.LayoutOf(ifd), await file.TagsAsync(ifd));
        var count = (long)layout.SegmentsDown * layout.SegmentsAcross;
        for (long segment = 0; segment < count; segment = segment < most || segment == count - 1 ? segment + 1 : count - 1)
            if (await file.EncodedAsync(ifd, segment) is { Length: > 0 } encoded)
                cases.Add(new SegmentCase(
                    $"{name}, IFD {ifd}, segment {segment}", layout, file.Tiff.Header.BigEndian, tags, layout.RowsOfSegment((int)(segment / layout.SegmentsAcross)), encoded));
    }

    private static IEnumerable<string> Paths(bool malformed) =>
        Directory.EnumerateFiles(Repository.Fixtures, "*.tif*", SearchOption.AllDirectories)
            .Where(path => malformed || !path.Contains("/malformed/", StringComparison.Ordinal))
            .Concat(SharedOme.Folder is null ? [] : Catalogued(SharedOme.Folder, malformed));

    private static IEnumerable<string> Catalogued(string folder, bool malformed) =>
        from line in File.ReadLines(Path.Combine(folder, "CATALOG.tsv")).Skip(1)
        let fields = line.Split('\t')
        where fields[4].StartsWith("tiff-", StringComparison.Ordinal) && (malformed || fields[4] != "tiff-malformed")
        let path = Path.Combine(folder, fields[0])
        where File.Exists(path)
        select path;
}
