using OmeFs.Core.Arrays;
using OmeFs.Core.BinData;
using OmeFs.Core.Codecs;
using OmeFs.Core.Series;

namespace OmeFs.Core.Images;

/// <summary>The images of an OME-XML file with pixels.</summary>
public static class OmeXmlImages
{
    /// <summary>Decides how each image is shown; no pixel is read.</summary>
    /// <param name="cache">Holds decoded planes while the images are in use; the caller disposes it.</param>
    /// <exception cref="OmeFsException">The file has no pixels, or has some that cannot be shown.</exception>
    public static SourceImages Read(OmeXmlFile file, SegmentCache cache)
    {
        var set = OmeXmlSeries.Read(file);
        var notices = new List<string>(set.Notices);
        var levels = set.Series.Select(series => (IReadOnlyList<LevelPlan>)[BinDataPlanner.Plan(file, series, cache, notices)]).ToList();
        var version = file.Document.SchemaVersion is { } known ? $"OME-XML {known}" : "OME-XML of an unknown schema";
        return new SourceImages(file.Source.Name, file.Source.Identity, $"{version}, {file.BinDataCount} BinData", set with { Notices = notices }, levels);
    }
}
