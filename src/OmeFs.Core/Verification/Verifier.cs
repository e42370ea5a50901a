using OmeFs.Core.Arrays;
using OmeFs.Core.Images;
using OmeFs.Core.Tree;

namespace OmeFs.Core.Verification;

/// <summary>The progress of a verification.</summary>
/// <param name="Level">Store path of the array that is being read.</param>
/// <param name="Done">Chunks so far.</param>
public readonly record struct VerifyProgress(string Level, long Done, long Total);

/// <summary>
/// Reads the chunks of a view through its tree, decodes them as a Zarr client would, and compares them with another decoder's pixels.
/// Continues after chunks that cannot be read.
/// </summary>
/// <param name="opinion">The other decoder; null for none. The caller disposes it.</param>
public sealed class Verifier(OmeZarrView view, IPixelOracle? opinion, VerifyOptions options)
{
    /// <summary>The most bytes for chunks that are read ahead, encoded and decoded. Arbitrary.</summary>
    private const long AheadBytes = 512L * 1024 * 1024;

    private long _done, _total;

    /// <summary>One verdict per series, in the view's order.</summary>
    /// <param name="progress">Called for each chunk, on one thread at a time.</param>
    /// <exception cref="OmeFsException"><see cref="FaultKind.SourceChanged"/>: chunks read before and after the change do not belong together.</exception>
    public async Task<IReadOnlyList<SeriesVerdict>> RunAsync(Action<VerifyProgress> progress, CancellationToken cancellation = default)
    {
        (_done, _total) = (0, CountAll());
        var verdicts = new List<SeriesVerdict>();
        for (var image = 0; image < view.Images.Count; image++)
            verdicts.Add(await VerifyAsync(image, progress, cancellation));
        return verdicts;
    }

    private long CountAll() => view.Images.Sum(image => image.Levels.Select((array, level) => StepsOf(array, level)).Sum());

    private bool IsDigested(int level) => options.Digest && level == 0;

    private long StepsOf(VirtualArray array, int level) =>
        IsDigested(level) ? ChunkSteps.CountByPlane(array) : SampleChoice.Count(array.Grid.Volume, options.SamplePercent);

    private async Task<SeriesVerdict> VerifyAsync(int number, Action<VerifyProgress> progress, CancellationToken cancellation)
    {
        var image = view.Images[number];
        var tally = new SeriesTally(image, options.MostFaults);
        for (var level = 0; level < image.Levels.Count; level++)
        {
            var path = image.LevelPath(level);
            var array = image.Levels[level];
            var reader = new ChunkReader(view.Tree, await FolderAsync(view.Version.Zarr.Keys.Folder(path), cancellation), array);
            var comparer = opinion is null ? null : new ChunkComparer(opinion, array, number, level);
            await ReadAsync(reader, comparer, array, level, tally, () => progress(new VerifyProgress(path, ++_done, _total)), cancellation);
        }
        return tally.Verdict() with { WhyNoPlaneOrder = opinion?.WhyNoPlaneOrder(number) };
    }

    private async Task ReadAsync(
        ChunkReader reader, ChunkComparer? comparer, VirtualArray array, int level, SeriesTally tally, Action progress, CancellationToken cancellation)
    {
        tally.WhyNoSha256 = IsDigested(level) ? PixelDigest.WhyNot(array) : tally.WhyNoSha256;
        using var digest = IsDigested(level) && tally.WhyNoSha256 is null ? new PixelDigest(array) : null;
        var width = (int)Math.Clamp(AheadBytes / Math.Max(1, 2 * reader.ChunkBytes), 1, 2 * Environment.ProcessorCount);
        var outcomes = LookAhead.RunAsync(Steps(array, level), width, step => CheckAsync(reader, comparer, step, cancellation), cancellation);
        await foreach (var outcome in outcomes)
            using (outcome)
            {
                if (outcome.Step.IsFirst)
                    tally.Count(outcome, reader.PathOf);
                if (digest is not null && outcome.Fault is null)
                    digest.Append(outcome.Step, outcome.Samples.Span);
                else if (digest is not null)
                    tally.WhyNoSha256 ??= $"{reader.PathOf(outcome.Step.Chunk)} cannot be read";
                progress();
            }
        if (tally.WhyNoSha256 is null && digest is not null)
            tally.Sha256 = digest.Finish();
    }

    private IEnumerable<ChunkStep> Steps(VirtualArray array, int level) => IsDigested(level)
        ? ChunkSteps.ByPlane(array)
        : ChunkSteps.Of(array.Grid, SampleChoice.Numbers(array.Grid.Volume, StepsOf(array, level), options.Seed));

    private static async Task<ChunkOutcome> CheckAsync(ChunkReader reader, ChunkComparer? comparer, ChunkStep step, CancellationToken cancellation)
    {
        ChunkSamples samples = default;
        try
        {
            samples = await reader.ReadAsync(step.Chunk, cancellation);
            var comparison = comparer is null || !step.IsFirst ? default : comparer.Compare(step.Chunk, samples.Span);
            return new ChunkOutcome(step, samples, comparison, null);
        }
        catch (Exception fault) when (fault is (OmeFsException and not OmeFsException { Kind: FaultKind.SourceChanged }) or OverflowException)
        {
            samples.Dispose();
            return new ChunkOutcome(step, default, default, fault.Message);
        }
    }

    private async Task<NodeId> FolderAsync(string path, CancellationToken cancellation)
    {
        var stat = new NodeStat(NodeId.Root, NodeKind.Folder, 0);
        foreach (var name in path.Split('/'))
            stat = await view.Tree.LookupAsync(stat.Id, System.Text.Encoding.UTF8.GetBytes(name), cancellation);
        return stat.Exists ? stat.Id : throw new OmeFsException(FaultKind.Bug, $"the tree has no folder {path}");
    }
}
