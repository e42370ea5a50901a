using OmeFs.Core.Arrays;

namespace OmeFs.Core.Indexing;

/// <summary>How each level is written: as it is mounted where that can be, else, if other codecs are allowed, as its segments are.</summary>
/// <param name="total">Chunks of all levels as they are mounted.</param>
internal sealed class LevelChoice(ReferenceCodecs codecs, long total, Action<IndexProgress> progress)
{
    private long _done;

    /// <param name="path">The level's, for whoever waits.</param>
    public async Task<LevelSurvey> OfAsync(VirtualArray array, string path, CancellationToken cancellation)
    {
        var before = _done;
        var survey = await LevelSurvey.OfAsync(array, Count, cancellation);
        if (survey.WhyNot is null || codecs == ReferenceCodecs.Strict || array.Encoded is null)
            return survey;
        var (encoded, whyNot) = await EncodedAsync(array.Encoded, cancellation);
        if (encoded is null)
            return LevelSurvey.Refused(array, whyNot!);
        (_done, total) = (before, total + encoded.Grid.Volume - array.Grid.Volume);
        return await LevelSurvey.OfAsync(encoded, Count, cancellation);

        void Count(int chunks) => progress(new($"looking at {path}", _done += chunks, total));
    }

    /// <summary>A level whose IFDs cannot be read is no reason to write none.</summary>
    private static async Task<(VirtualArray? Array, string? WhyNot)> EncodedAsync(EncodedLevel level, CancellationToken cancellation)
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
