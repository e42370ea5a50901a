using OmeFs.Core.Codecs.Native;
using OmeFs.Core.Tests.Ome;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Tests.Codecs.Native;

/// <summary>Small encoded segments of every compression in ../shared/data, the malformed files' included.</summary>
internal static class SegmentCases
{
    private const int MaxDecodedBytes = 1 << 20;
    private const int MostOfACompression = 12;

    public sealed record Case(string Name, IfdLayout Layout, bool BigEndian, SegmentTags Tags, byte[] Encoded)
    {
        public int DecodedBytes => (int)NativeCodecs.For(Layout, BigEndian, Tags).Form.RowBytes(Layout.SegmentWidth) * Layout.SegmentLength;
    }

    public static async Task<List<Case>> ReadAsync(bool malformed)
    {
        var cases = new List<Case>();
        foreach (var line in File.ReadLines(Path.Combine(SharedOme.Folder!, "CATALOG.tsv")).Skip(1))
        {
            var fields = line.Split('\t');
            var path = Path.Combine(SharedOme.Folder!, fields[0]);
            if (fields[4].StartsWith("tiff-", StringComparison.Ordinal) && fields[4] == "tiff-malformed" == malformed && File.Exists(path))
                await AddAsync(path, cases, malformed);
        }
        return cases;
    }

    private static async Task AddAsync(string path, List<Case> cases, bool malformed)
    {
        try
        {
            using var file = await SegmentFile.OpenAsync(path);
            for (var ifd = 0; ifd < Math.Min(4, file.Tiff.Ifds.Count); ifd++)
            {
                var layout = file.Tiff.Ifds.LayoutOf(ifd);
                if (!layout.HasSegments || !NativeCodecs.CanDecode(layout.Compression) || layout.SegmentRowBytes * layout.SegmentLength > MaxDecodedBytes
                    || (!malformed && cases.Count(it => it.Layout.Compression == layout.Compression) >= MostOfACompression))
                    continue;
                if (await file.EncodedAsync(ifd, 0) is { Length: > 0 and < MaxDecodedBytes } encoded)
                    cases.Add(new Case($"{Path.GetFileName(path)}-{ifd}", layout, file.Tiff.Header.BigEndian, await file.TagsAsync(ifd), encoded));
            }
        }
        catch (OmeFsException)
        {
            // Refused before there is a segment: not this one's matter.
        }
    }
}
