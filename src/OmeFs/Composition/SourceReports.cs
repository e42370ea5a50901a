using OmeFs.Core.Arrays;
using OmeFs.Core.Images;
using OmeFs.Core.Series;
using OmeFs.Core.Zarr.Model;
using OmeFs.Reports;

namespace OmeFs.Composition;

/// <summary>Makes reports of opened sources.</summary>
internal static class SourceReports
{
    /// <summary>A report by arithmetic alone, so that it is fast for a mount of ten million chunks. Missing chunks are not counted separately.</summary>
    public static SourceReport Of(ImageSource opened) => Report(opened, (_, array) => array.Provenance.Origins);

    /// <summary>
    /// The highest cost of counting the missing chunks of one source (<see cref="VirtualArray.CountingCost"/>): a few seconds. Arbitrary. A short OME-XML
    /// can claim two thousand million planes.
    /// </summary>
    private const long MostCounting = 4 << 20;

    /// <summary>The highest cost for a small file. Arbitrary.</summary>
    private const long LeastCounting = 1 << 16;

    /// <summary>The fewest bytes that a file needs for each row of chunks, for entries in a table or for pixels.</summary>
    private const long BytesOfRow = 8;

    /// <summary>A report that counts missing chunks, for which all segment tables are read. If that would take too long, a notice says so instead.</summary>
    /// <param name="progress">Called with the path of each array before it is counted.</param>
    public static async Task<SourceReport> CountedAsync(ImageSource opened, Action<string> progress, CancellationToken cancellation)
    {
        var missing = new Dictionary<VirtualArray, (long All, long InLastRow)>();
        var (left, uncounted) = (Math.Clamp(opened.View.Source.Identity.Length / BytesOfRow, LeastCounting, MostCounting), 0);
        foreach (var image in opened.View.Images)
            for (var level = 0; level < image.Levels.Count; level++)
            {
                var array = image.Levels[level];
                if (array.CountingCost > left)
                {
                    uncounted++;
                    continue;
                }
                left -= array.CountingCost;
                progress(image.LevelPath(level));
                missing[array] = await array.CountMissingAsync(cancellation);
            }
        var report = Report(opened, (_, array) => WithMissing(array.Provenance.Origins, missing.GetValueOrDefault(array)));
        return report with
        {
            Notices =
            [
                .. report.Notices,
                .. LevelNotices.Of(opened.View.Images),
                .. uncounted > 0 ? [$"the missing chunks of {uncounted} level(s) were not counted, because these declare too many chunks; they are counted as present"] : Array.Empty<string>(),
            ],
            UnshownIfds = UnshownIfdSurvey.Of(opened.View.Source.Set),
        };
    }

    /// <summary>If an array has two origins, the second one is that of the last row: a short last strip.</summary>
    private static IReadOnlyList<OriginShare> WithMissing(IReadOnlyList<OriginShare> origins, (long All, long InLastRow) missing)
    {
        if (missing.All == 0)
            return origins;
        var ofLast = origins.Count > 1 ? missing.InLastRow : 0;
        return
        [
            origins[0] with { Chunks = origins[0].Chunks - missing.All + ofLast },
            .. origins.Skip(1).Select(origin => origin with { Chunks = origin.Chunks - ofLast }),
            new OriginShare(ChunkOrigin.Missing, missing.All, "the file has no pixels there (sparse)"),
        ];
    }

    private static SourceReport Report(ImageSource opened, Func<ImageArrays, VirtualArray, IReadOnlyList<OriginShare>> origins)
    {
        var source = opened.View.Source;
        return new SourceReport(
            ReportKind.Image,
            source.Name,
            source.Format,
            source.Files,
            source.Identity.Length,
            [.. opened.View.Images.Select(image => Series(image, origins))],
            source.Set.Notices);
    }

    private static SeriesReport Series(ImageArrays image, Func<ImageArrays, VirtualArray, IReadOnlyList<OriginShare>> origins)
    {
        var series = image.Series;
        return new SeriesReport(
            image.Path,
            series.Name,
            series.Reason,
            [
                Axis("t", series.Shape.T, series.T),
                Axis("c", series.Shape.C, AxisScale.Unknown),
                Axis("z", series.Shape.Z, series.Z),
                Axis("y", series.Shape.Y, series.Y),
                Axis("x", series.Shape.X, series.X),
            ],
            [.. series.Channels.Select(channel => new ChannelReport(channel.Label, channel.Color))],
            [.. image.Levels.Select((array, level) => Level(image.LevelPath(level), array, origins(image, array)))]);
    }

    private static LevelReport Level(string path, VirtualArray array, IReadOnlyList<OriginShare> origins) => new(
        path,
        Numbers(array.Shape),
        Numbers(array.ChunkShape),
        array.Type.ToString(),
        array.Metadata.Codecs.Compressors is [var compressor, ..] ? compressor.Name : null,
        array.Provenance.Storage,
        origins.GroupBy(share => share.Origin).ToDictionary(group => Name(group.Key), group => group.Sum(share => share.Chunks)),
        [.. origins.Select(share => $"{share.Chunks} {Name(share.Origin)}: {share.Why}")]);

    private static AxisReport Axis(string name, int length, AxisScale scale) => new(name, length, scale.Step, scale.Unit);


    private static IReadOnlyList<int> Numbers(ArrayShape extent) => [extent.T, extent.C, extent.Z, extent.Y, extent.X];

    private static string Name(ChunkOrigin origin) => origin switch
    {
        ChunkOrigin.Stored => "stored",
        ChunkOrigin.Inline => "inline",
        ChunkOrigin.Missing => "missing",
        ChunkOrigin.Assembled => "assembled",
        _ => throw new ArgumentOutOfRangeException(nameof(origin)),
    };
}
