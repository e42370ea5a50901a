using OmeFs.Core.Arrays;
using OmeFs.Core.Sources;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Indexing;

/// <summary>
/// Finds the byte ranges of all chunks of a level before one of them is written. Readers fill chunks that are not in the document with
/// the fill value, so a level is written whole or not at all.
/// </summary>
internal sealed class LevelSurvey
{
    private readonly HashSet<IByteSource> _sources = [];

    private LevelSurvey(VirtualArray array) => Array = array;

    /// <summary>The level as it would be written.</summary>
    public VirtualArray Array { get; }

    /// <summary>Chunks that are one range.</summary>
    public long Ranges { get; private set; }

    /// <summary>Chunks that have to be copied, and their bytes.</summary>
    public long Copied { get; private set; }

    public long CopiedBytes { get; private set; }

    public long Missing { get; private set; }

    public IReadOnlySet<IByteSource> Sources => _sources;

    /// <summary>Why the level cannot be written; null if it can.</summary>
    public string? WhyNot { get; private set; }

    /// <summary>The survey of a level that is known to be left out.</summary>
    public static LevelSurvey Refused(VirtualArray array, string why) => new(array) { WhyNot = $"{array.Provenance.Storage}: {why}" };

    /// <param name="progress">Called with the number of further chunks that have been checked.</param>
    public static async Task<LevelSurvey> OfAsync(VirtualArray array, Action<int> progress, CancellationToken cancellation)
    {
        var survey = new LevelSurvey(array);
        if (array.Chunks is not IStoredPlaces store)
        {
            var decoded = array.Provenance.Origins.FirstOrDefault(origin => origin.Origin == ChunkOrigin.Assembled);
            survey.WhyNot = decoded is null && array.Chunks is FaultyPlanes
                ? $"{array.Provenance.Storage}: {FaultyPlanes.Word}"
                : $"{array.Provenance.Storage}: its chunks are made by decoding{(decoded is null ? "" : $" ({decoded.Why})")}";
            return survey;
        }
        try
        {
            await survey.LookAsync(store, array.Grid, progress, cancellation);
        }
        catch (OmeFsException fault) when (fault.Kind == FaultKind.Corrupt)
        {
            survey.WhyNot = fault.Message;
        }
        return survey;
    }

    private async Task LookAsync(IStoredPlaces store, ArrayShape grid, Action<int> progress, CancellationToken cancellation)
    {
        var places = new ChunkPlace[Math.Min(grid.X, GridRuns.MostChunks)];
        foreach (var (first, count) in GridRuns.Of(grid))
        {
            cancellation.ThrowIfCancellationRequested();
            await store.PlacesAsync(first, places.AsMemory(0, count), cancellation);
            foreach (var place in places.AsSpan(0, count))
                Count(place);
            if (Copied > 0 && (WhyNot = Refusal(grid)) is not null)
                return;
            progress(count);
        }
    }

    private void Count(in ChunkPlace place)
    {
        if (place.Kind == ChunkPlaceKind.Missing)
            Missing++;
        else if (place.Kind == ChunkPlaceKind.Composed)
            (Copied, CopiedBytes) = (Copied + 1, Math.Max(CopiedBytes + place.Length, place.Length > IndexLimits.MaxInlineChunk ? long.MaxValue : 0));
        else
        {
            Ranges++;
            _sources.Add(place.Source!);
        }
    }

    /// <summary>
    /// The last chunk of a plane may be padded, and is then copied. If more chunks are not file ranges, the level is refused: its pixels would have to be
    /// copied.
    /// </summary>
    private string? Refusal(ArrayShape grid) =>
        CopiedBytes == long.MaxValue ? $"a chunk that is not one range of the file is longer than the {IndexLimits.MaxInlineChunk} bytes that may be copied into a document"
        : CopiedBytes > IndexLimits.MaxInlineLevel ? $"chunks that are not one range of the file come to more than {IndexLimits.MaxInlineLevel} bytes"
        : Copied > (long)grid.T * grid.C * grid.Z ? "more than one chunk of a plane is not one range of the file"
        : null;
}
