using OmeFs.Core.Arrays;
using OmeFs.Core.Display;
using OmeFs.Core.Series;
using OmeFs.Core.Zarr.Formats;

namespace OmeFs.Core.Zarr.Ngff;

/// <summary>A version of OME-NGFF: the attributes of groups.</summary>
internal interface INgffVersion
{
    /// <summary>The attributes of a root with several images.</summary>
    ZarrAttributes Root();

    /// <summary>The attributes of the group "OME": the paths of all images, in the order of the OME-XML.</summary>
    ZarrAttributes Collection(IEnumerable<string> paths);

    /// <summary>
    /// The attributes of an image. Its display windows are computed when the document is read. The document's length is known before: that with the
    /// longest windows.
    /// </summary>
    /// <param name="levels">Level 0 first.</param>
    ZarrAttributes Image(ImageSeries series, IReadOnlyList<VirtualArray> levels, DisplayWindows windows);
}
