using OmeFs.Core.Codecs;
using OmeFs.Core.Series;
using OmeFs.Core.Tiff;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Arrays;

/// <summary>A level stored in TIFF segments, with all that decides how it can be shown.</summary>
/// <param name="NoData">GDAL_NODATA of the first IFD, or null.</param>
/// <param name="Cache">Holds decoded segments.</param>
internal sealed record SegmentedLevel(ImageSeries Series, SeriesLevel Level, LevelLayouts Layouts, string? NoData, LevelCodecs Codecs, SegmentCache Cache)
{
    /// <summary>The layout of the first IFD. Others may differ; see <see cref="LevelLayouts"/>.</summary>
    public IfdLayout Layout { get; } = Layouts.First.Layout;

    public LevelSegments Segments { get; } = new(Level, Series.SamplesPerPixel);

    /// <summary>The samples as the first IFD stores them.</summary>
    public DataType StoredType => SampleTypes.Of(Layout, Layouts.First.Ifd.BigEndian)!.Value;

    public ArrayShape Shape => Series.Shape with { Y = Layout.Length, X = Layout.Width };

    /// <summary>"deflate tiles", for messages.</summary>
    public string Words => $"{Layout.Compression.Title()} {Layout.SegmentWord}s";

    /// <summary>"tiles 256×256, deflate".</summary>
    public string Storage => $"{Layout.SegmentWord}s {Layout.SegmentWidth}×{Layout.SegmentLength}, {Layout.Compression.Title()}"
        + (Layout.SamplesPerPixel > 1 ? Layout.Planar ? ", planar" : ", interleaved" : "");
}
