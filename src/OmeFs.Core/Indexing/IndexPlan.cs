using OmeFs.Core.Arrays;
using OmeFs.Core.Sources;
using OmeFs.Core.Zarr;

namespace OmeFs.Core.Indexing;

/// <summary>A level, or an image, that no reference document can hold.</summary>
/// <param name="Path">Its path in the source's own tree.</param>
public sealed record LeftOut(string Path, string Why);

/// <summary>What a reference document will hold of a source: whole levels alone, since a chunk that is left out reads as fill values.</summary>
/// <param name="View">The images and levels that can be written.</param>
/// <param name="Sources">That chunks lie in, in the order in which they are met.</param>
/// <param name="Ranges">Chunks that are one range of a source.</param>
/// <param name="Copied">Chunks that are copied into the document, and their <paramref name="CopiedBytes"/>.</param>
public sealed record IndexPlan(
    OmeZarrView View, IReadOnlyList<IByteSource> Sources, IReadOnlyList<LeftOut> LeftOut, long Ranges, long Copied, long CopiedBytes, long Missing)
{
    /// <summary>Reads all segment tables; no pixel.</summary>
    /// <exception cref="OmeFsException"><see cref="FaultKind.Unsupported"/>: nothing of the source can be written.</exception>
    public static async Task<IndexPlan> OfAsync(OmeZarrView view, Action<IndexProgress> progress, CancellationToken cancellation = default)
    {
        var (done, total) = (0L, view.Images.Sum(image => image.Levels.Sum(level => level.Grid.Volume)));
        var (images, surveys, leftOut) = (new List<ImageArrays>(), new List<LevelSurvey>(), new List<LeftOut>());
        foreach (var image in view.Images)
        {
            var levels = new List<VirtualArray>();
            for (var number = 0; number < image.Levels.Count; number++)
            {
                var (array, path) = (image.Levels[number], LevelPaths.Of(image, number));
                var survey = await LevelSurvey.OfAsync(array, count => progress(new($"looking at {path}", done += count, total)), cancellation);
                if (survey.WhyNot is { } why)
                    leftOut.Add(new LeftOut(path, why));
                if (survey.WhyNot is null)
                {
                    levels.Add(array);
                    surveys.Add(survey);
                }
                else if (number == 0)
                    break; // what is left would be an image without its full resolution
            }
            if (levels.Count > 0)
                images.Add(image with { Levels = levels });
        }
        if (images.Count == 0)
            throw Nothing(view, leftOut);
        return new IndexPlan(
            leftOut.Count == 0 ? view : view.Only(images),
            [.. surveys.SelectMany(survey => survey.Sources).Distinct()],
            leftOut,
            surveys.Sum(survey => survey.Ranges),
            surveys.Sum(survey => survey.Made),
            surveys.Sum(survey => survey.MadeBytes),
            surveys.Sum(survey => survey.Missing));
    }

    private static OmeFsException Nothing(OmeZarrView view, List<LeftOut> leftOut)
    {
        const int most = 10;
        var reasons = leftOut.Select(one => $"\n  {one.Path}: {one.Why}").Take(most);
        var more = leftOut.Count > most ? $"\n  and {leftOut.Count - most} more" : "";
        return new OmeFsException(
            FaultKind.Unsupported,
            $"{view.Source.Name}: nothing of it can be written as references that a Zarr client reads:{string.Concat(reasons)}{more}\n"
            + "mount it instead: omefs mount decodes on the way");
    }
}
