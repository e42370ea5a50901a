using OmeFs.Core.Arrays;
using OmeFs.Core.Codecs;
using OmeFs.Core.Series;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Zarr;

/// <summary>The images of a TIFF.</summary>
public static class TiffImages
{
    /// <summary>Reads the file's structure and decides how each level is shown; no pixel is read.</summary>
    /// <param name="cache">Where decoded segments are kept while the images are in use; the caller disposes it.</param>
    /// <exception cref="OmeFsException">The file has an image that cannot be shown; the message names the IFD and tag.</exception>
    public static async Task<SourceImages> ReadAsync(TiffFile file, SegmentCache cache, CancellationToken cancellation = default)
    {
        var set = await SeriesReader.ReadAsync(file, cancellation);
        var images = new List<IReadOnlyList<VirtualArray>>();
        foreach (var series in set.Series)
        {
            var levels = new List<VirtualArray>();
            for (var level = 0; level < series.Levels.Count; level++)
                levels.Add(await ArrayPlanner.PlanAsync(series, level, cache, cancellation));
            images.Add(levels);
        }
        return new SourceImages(file.Source.Name, file.Source.Identity, FormatOf(file), set, images);
    }

    private static string FormatOf(TiffFile file)
    {
        var (header, subIfds) = (file.Header, file.SubIfds.Count);
        return $"{(header.BigTiff ? "BigTIFF" : "TIFF")}, {(header.BigEndian ? "big" : "little")}-endian, {Count(file.Ifds.Count, "IFD")}"
            + (subIfds > 0 ? $" and {Count(subIfds, "SubIFD")}" : "");
    }

    private static string Count(int count, string word) => count == 1 ? $"1 {word}" : $"{count} {word}s";
}
