using OmeFs.Core.Series;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Arrays;

/// <summary>Finds the segments of one level: from a plane to its IFD and file, and from there to a segment.</summary>
internal sealed class LevelSegments(SeriesLevel level, int samplesPerPixel)
{
    public int SamplesPerPixel => samplesPerPixel;

    /// <summary>Finds the IFD of a plane. <paramref name="c"/> counts samples. False if no file has the plane.</summary>
    public bool TryFind(int t, int c, int z, out PlaneIfd ifd) => level.TryFind(z, c / samplesPerPixel, t, out ifd);

    /// <summary>The segment at a row and column of a plane.</summary>
    /// <param name="c">The sample's index along c; used with planar storage only.</param>
    public SegmentPlace At(in PlaneIfd ifd, in IfdLayout layout, int c, int down, int across)
    {
        var sample = layout.Planar ? c % samplesPerPixel : 0;
        var plane = layout.Depth > 1 ? ifd.Plane / layout.SegmentDepth : 0;
        return new SegmentPlace(ifd, layout, (((((long)sample * layout.SegmentsDeep) + plane) * layout.SegmentsDown) + down) * layout.SegmentsAcross + across);
    }
}
