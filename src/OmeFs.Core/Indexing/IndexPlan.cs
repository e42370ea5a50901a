using OmeFs.Core.Arrays;
using OmeFs.Core.Images;
using OmeFs.Core.Sources;

namespace OmeFs.Core.Indexing;

/// <summary>A level, or an image, that a reference document cannot hold.</summary>
/// <param name="Path">Its path in the source's own tree.</param>
public sealed record LevelOmission(string Path, string Why);

/// <summary>The levels of a source that a reference document will have. Only whole levels, because absent chunks read as fill values.</summary>
/// <param name="View">The images and levels that can be written.</param>
/// <param name="Sources">The sources of the chunks, in the order of their first use.</param>
/// <param name="Ranges">Chunks that are one range of a source.</param>
/// <param name="Copied">Chunks that are copied into the document, and their <paramref name="CopiedBytes"/>.</param>
public sealed record IndexPlan(
    OmeZarrView View, IReadOnlyList<IByteSource> Sources, IReadOnlyList<LevelOmission> LeftOut, long Ranges, long Copied, long CopiedBytes, long Missing)
{
    private const string Zlib = "zlib";

    /// <summary>The ids of codecs beyond Zarr's own that readers need.</summary>
    public IReadOnlyList<string> NonStandardCodecIds =>
        [.. View.Images.SelectMany(image => image.Levels).SelectMany(NonStandardOf).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Reads all segment tables; no pixel.</summary>
    /// <exception cref="OmeFsException"><see cref="FaultKind.Unsupported"/>: nothing of the source can be written.</exception>
    public static async Task<IndexPlan> OfAsync(
        OmeZarrView view, ReferenceCodecs codecs, Action<IndexProgress> progress, CancellationToken cancellation = default)
    {
        var choice = new LevelChoice(codecs, view.Images.Sum(image => image.Levels.Sum(level => level.Grid.Volume)), progress);
        var (images, surveys, leftOut) = (new List<ImageArrays>(), new List<LevelSurvey>(), new List<LevelOmission>());
        foreach (var (image, plans) in view.Images.Zip(view.Source.Levels))
        {
            var levels = new List<VirtualArray>();
            for (var number = 0; number < image.Levels.Count; number++)
            {
                var path = image.LevelPath(number);
                var survey = await choice.OfAsync(plans[number], path, cancellation);
                var whyNot = survey.WhyNot ?? Unlike(levels, survey.Array);
                if (whyNot is null)
                {
                    levels.Add(survey.Array);
                    surveys.Add(survey);
                    continue;
                }
                leftOut.Add(new LevelOmission(path, whyNot));
                if (number == 0)
                    break; // Without level 0, the rest would be an image without its full resolution.
            }
            if (levels.Count > 0)
                images.Add(image with { Levels = levels });
        }
        if (images.Count == 0)
            throw Nothing(view, codecs, leftOut);
        return new IndexPlan(
            view.Images.SelectMany(image => image.Levels).SequenceEqual(surveys.Select(survey => survey.Array)) ? view : view.Only(images),
            [.. surveys.SelectMany(survey => survey.Sources).Distinct()],
            leftOut,
            surveys.Sum(survey => survey.Ranges),
            surveys.Sum(survey => survey.Copied),
            surveys.Sum(survey => survey.CopiedBytes),
            surveys.Sum(survey => survey.Missing));
    }

    private static IEnumerable<string> NonStandardOf(VirtualArray array) => array.Metadata.Codecs.All.Select(codec => codec.Name).Where(name => name != Zlib);

    /// <summary>Why a level cannot stand beside the others: all levels of an image have the same axes. Null if it can.</summary>
    private static string? Unlike(List<VirtualArray> levels, VirtualArray array) => levels.Count == 0 || levels[0].IsInterleaved == array.IsInterleaved
        ? null
        : $"{array.Provenance.Storage}: the samples of a pixel are stored in another order than in level 0";

    private static OmeFsException Nothing(OmeZarrView view, ReferenceCodecs codecs, List<LevelOmission> leftOut)
    {
        const int most = 10;
        var reasons = leftOut.Select(one => $"  {one.Path}: {one.Why}").Take(most);
        string[] more = leftOut.Count > most ? [$"  and {leftOut.Count - most} more"] : [];
        var otherwise = codecs == ReferenceCodecs.Strict ? "; or write it for Python's clients that have imagecodecs: --codecs imagecodecs" : "";
        return new OmeFsException(
            FaultKind.Unsupported,
            [
                $"{view.Source.Name}: nothing of it can be written as references that a Zarr client reads:",
                .. reasons,
                .. more,
                $"mount it instead: omefs mount decodes on the way{otherwise}",
            ]);
    }
}
