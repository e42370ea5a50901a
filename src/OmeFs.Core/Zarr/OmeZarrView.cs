using OmeFs.Core.Arrays;
using OmeFs.Core.Codecs;
using OmeFs.Core.Series;
using OmeFs.Core.Tiff;
using OmeFs.Core.Tree;

namespace OmeFs.Core.Zarr;

/// <summary>A TIFF as an OME-Zarr hierarchy: what a mount shows and what <c>inspect</c> tells. Immutable; safe from many threads.</summary>
/// <param name="Images">In the order of their groups.</param>
public sealed record OmeZarrView(VirtualTree Tree, IReadOnlyList<ImageArrays> Images, IReadOnlyList<string> Notices)
{
    /// <summary>Reads the file's structure and lays it out; no pixel is read.</summary>
    /// <param name="cache">Where decoded segments are kept while the view is in use; the caller disposes it.</param>
    /// <exception cref="OmeFsException">The file has an image that cannot be shown; the message names the IFD and tag.</exception>
    public static async Task<OmeZarrView> CreateAsync(
        TiffFile file, OmeZarrLayout layout, SegmentCache cache, CancellationToken cancellation = default)
    {
        var set = await SeriesReader.ReadAsync(file, cancellation);
        var paths = OmeZarrTree.Paths(set.Series.Count, layout);
        var images = new List<ImageArrays>();
        foreach (var series in set.Series)
        {
            var levels = new List<VirtualArray>();
            for (var level = 0; level < series.Levels.Count; level++)
                levels.Add(await ArrayPlanner.PlanAsync(series, level, cache, cancellation));
            images.Add(new ImageArrays(series, levels) { Path = paths[images.Count] });
        }
        var metadata = ImageMetadata.Write(set, images, file.Source.Name);
        return new OmeZarrView(OmeZarrTree.Build(images, metadata, file.Source.Identity), images, set.Notices);
    }
}
