using OmeFs.Core.Images;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Verification;

/// <summary>Counts the results of a series' chunks. For one thread.</summary>
internal sealed class SeriesTally(ImageArrays image, int mostFaults)
{
    /// <summary>The most different reasons that are kept: libtiff's messages may each name a segment. Arbitrary.</summary>
    private const int MostReasons = 8;

    private readonly Dictionary<string, long> _notComparable = [];
    private readonly List<ChunkFault> _faults = [];
    private readonly List<ChunkFault> _differences = [];
    private long _read, _missing, _unreadable, _bytes, _compared, _differing;

    public string? Sha256 { get; set; }

    public string? WhyNoSha256 { get; set; }

    public void Count(ChunkOutcome outcome, Func<ChunkIndex, string> pathOf)
    {
        if (outcome.Fault is { } fault)
        {
            _unreadable++;
            Keep(_faults, fault);
            return;
        }
        _missing += outcome.Samples.IsMissing ? 1 : 0;
        _read += outcome.Samples.IsMissing ? 0 : 1;
        _bytes += outcome.Samples.FileBytes;
        Count(outcome.Comparison);

        void Count(Comparison comparison)
        {
            if (comparison.Kind is ComparisonKind.Equal or ComparisonKind.Different)
                _compared++;
            if (comparison.Kind == ComparisonKind.NotComparable)
                CountReason(comparison.Words);
            if (comparison.Kind != ComparisonKind.Different)
                return;
            _differing++;
            Keep(_differences, comparison.Words);
        }

        void Keep(List<ChunkFault> list, string words)
        {
            if (list.Count < mostFaults)
                list.Add(new ChunkFault(pathOf(outcome.Step.Chunk), words));
        }
    }

    public SeriesVerdict Verdict() => new()
    {
        Image = image,
        Chunks = image.Levels.Sum(level => level.Grid.Volume),
        Read = _read,
        Missing = _missing,
        Unreadable = _unreadable,
        Bytes = _bytes,
        Compared = _compared,
        Differing = _differing,
        NotComparable = _notComparable,
        Faults = _faults,
        Differences = _differences,
        Sha256 = Sha256,
        WhyNoSha256 = WhyNoSha256,
    };

    private void CountReason(string why)
    {
        why = _notComparable.Count < MostReasons || _notComparable.ContainsKey(why) ? why : "other reasons";
        _notComparable[why] = _notComparable.GetValueOrDefault(why) + 1;
    }
}
