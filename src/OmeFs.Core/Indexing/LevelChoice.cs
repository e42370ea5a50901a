using OmeFs.Core.Arrays;
using OmeFs.Core.Indexing.Export;

namespace OmeFs.Core.Indexing;

/// <summary>Decides how each level is written: as it is mounted if possible; else, if other codecs are allowed, as its segments.</summary>
/// <param name="total">Chunks of all levels as they are mounted.</param>
internal sealed class LevelChoice(ReferenceCodecs codecs, long total, Action<IndexProgress> progress)
{
    private long _done;

    /// <param name="path">The level's path, for progress messages.</param>
    public async Task<LevelSurvey> OfAsync(LevelPlan level, string path, CancellationToken cancellation)
    {
        var (before, array) = (_done, level.Array);
        var survey = await LevelSurvey.OfAsync(array, Count, cancellation);
        if (survey.WhyNot is null || codecs == ReferenceCodecs.Strict || level.Segments is not { } segments)
            return survey;
        var (exported, whyNot) = await ExportedAsync(new ExportableLevel(segments), cancellation);
        if (exported is null)
            return LevelSurvey.Refused(array, whyNot!);
        (_done, total) = (before, total + exported.Grid.Volume - array.Grid.Volume);
        return await LevelSurvey.OfAsync(exported, Count, cancellation);

        void Count(int chunks) => progress(new($"looking at {path}", _done += chunks, total));
    }

    /// <summary>If the IFDs of a level cannot be read, only that level is left out.</summary>
    private static async Task<(VirtualArray? Array, string? WhyNot)> ExportedAsync(ExportableLevel level, CancellationToken cancellation)
    {
        try
        {
            return await level.PlanAsync(cancellation);
        }
        catch (OmeFsException fault) when (fault.Kind is FaultKind.Corrupt or FaultKind.LimitExceeded)
        {
            return (null, fault.Message);
        }
    }
}
