using OmeFs.Core.Arrays;
using OmeFs.Core.BinData;
using OmeFs.Core.Codecs;
using OmeFs.Core.Series;
using OmeFs.Core.Series.Sets;
using OmeFs.Core.Sources;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Images;

/// <summary>The images of a TIFF, or of a set of them.</summary>
public static class TiffImages
{
    /// <summary>Reads the structure of the file and of the others in its set. Decides how each level is shown. No pixel is read.</summary>
    /// <param name="cache">Holds decoded segments while the images are in use; the caller disposes it.</param>
    /// <param name="options">Options for the other files of a set; null for a single file.</param>
    /// <exception cref="OmeFsException">The file has an image that cannot be shown; the message names the IFD and tag.</exception>
    public static async Task<SourceImages> ReadAsync(
        TiffFile file, SegmentCache cache, SetOptions? options = null, CancellationToken cancellation = default) =>
        await PlanAsync(file.Source.Name, await SeriesReader.ReadAsync(file, options, cancellation), cache, cancellation);

    /// <summary>Reads a set from its companion, a separate OME-XML file.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    public static async Task<SourceImages> ReadCompanionAsync(
        OmeXmlFile companion, SegmentCache cache, SetOptions options, CancellationToken cancellation = default) =>
        await PlanAsync(companion.Source.Name, await SeriesReader.ReadCompanionAsync(companion, options, cancellation), cache, cancellation);

    private static async Task<SourceImages> PlanAsync(string name, SeriesSet set, SegmentCache cache, CancellationToken cancellation)
    {
        var images = new List<(ImageSeries Series, IReadOnlyList<LevelPlan> Levels)>();
        var notices = new List<string>(set.Notices);
        var leftOut = new List<(ImageSeries Series, string Why)>();
        foreach (var series in set.Series)
            try
            {
                var image = await ImageAsync(series, LeaveOut, cache, cancellation);
                images.Add(image);
                for (var level = 0; level < image.Levels.Count; level++)
                    notices.AddRange(image.Levels[level].Notices.Select(notice => $"level {level} of the image '{series.Name}': {notice}"));
            }
            catch (OmeFsException fault) when ((series.IsOptional || images.Count > 0) && IsOfTheImage(fault))
            {
                LeaveOut($"the image '{series.Name}'", series, fault);
            }
        var identity = SourceIdentity.Of([.. set.Sources.Select(source => source.Identity)]);
        var shown = set with { Series = [.. images.Select(image => image.Series)], Notices = notices, LeftOut = leftOut };
        return new SourceImages(name, identity, FormatOf(set.Files), shown, [.. images.Select(image => image.Levels)]) { Files = set.Files.Count };

        void LeaveOut(string what, ImageSeries part, OmeFsException fault)
        {
            notices.Add($"{what} is not shown: {fault.Message}");
            leftOut.Add((part, fault.Message));
        }
    }

    /// <summary>Plans an image. If level 0 cannot be shown, the image cannot; a smaller level is then left out.</summary>
    private static async Task<(ImageSeries Series, IReadOnlyList<LevelPlan> Levels)> ImageAsync(
        ImageSeries series, Action<string, ImageSeries, OmeFsException> leaveOut, SegmentCache cache, CancellationToken cancellation)
    {
        var shown = new List<SeriesLevel>();
        var plans = new List<LevelPlan>();
        for (var level = 0; level < series.Levels.Count; level++)
            try
            {
                plans.Add(await ArrayPlanner.PlanAsync(series, level, cache, cancellation));
                shown.Add(series.Levels[level]);
            }
            catch (OmeFsException fault) when (level > 0 && IsOfTheImage(fault))
            {
                leaveOut($"level {level} of the image '{series.Name}'", series with { Levels = [series.Levels[level]] }, fault);
            }
        return (series with { Levels = shown }, plans);
    }

    /// <summary>Whether a fault concerns the content of an image, not the reading of its file.</summary>
    private static bool IsOfTheImage(OmeFsException fault) => fault.Kind is FaultKind.Unsupported or FaultKind.Corrupt or FaultKind.LimitExceeded;

    private static string FormatOf(IReadOnlyList<TiffFile> files)
    {
        var (ifds, subIfds) = (files.Sum(file => (long)file.Ifds.Count), files.Sum(file => (long)file.SubIfds.Count));
        return (files.Count > 1 ? $"OME-TIFF set of {files.Count} files, " : "")
            + $"{Words(files, file => file.Header.BigTiff ? "BigTIFF" : "TIFF")}, {Words(files, file => file.Header.BigEndian ? "big" : "little")}-endian, {Count(ifds, "IFD")}"
            + (subIfds > 0 ? $" and {Count(subIfds, "SubIFD")}" : "");
    }

    /// <summary>Joins the format descriptions of files of a set that differ.</summary>
    private static string Words(IReadOnlyList<TiffFile> files, Func<TiffFile, string> word) => string.Join(" and ", files.Select(word).Distinct().Order());

    private static string Count(long count, string word) => count == 1 ? $"1 {word}" : $"{count} {word}s";
}
