using OmeFs.Core.Arrays;
using OmeFs.Core.Images;
using OmeFs.Core.Sources;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Indexing;

/// <summary>Writes a planned view as a reference document: its documents, then the range of each chunk. Memory does not grow with the number of chunks.</summary>
public static class ReferenceExport
{
    /// <param name="urls">The URLs of the plan's sources, in their order.</param>
    /// <exception cref="OmeFsException">A chunk that must be copied cannot be read, or the source has changed.</exception>
    public static async Task WriteAsync(
        IndexPlan plan, IReadOnlyList<string> urls, Stream stream, Action<IndexProgress> progress, CancellationToken cancellation = default)
    {
        var writer = new ReferenceWriter(stream);
        writer.Begin(urls);
        foreach (var (path, document) in plan.View.Tree.Documents())
        {
            writer.AddInline(path, await document.BytesAsync());
            await writer.DrainAsync(cancellation);
        }
        var numbers = plan.Sources.Select((source, number) => (source, number)).ToDictionary(pair => pair.source, pair => pair.number);
        var (done, total) = (0L, plan.View.Images.Sum(image => image.Levels.Sum(level => level.Grid.Volume)));
        foreach (var image in plan.View.Images)
            for (var level = 0; level < image.Levels.Count; level++)
            {
                var path = image.LevelPath(level);
                await WriteAsync(writer, path, image.Levels[level], plan.View.Version, numbers, count => progress(new($"writing {path}", done += count, total)), cancellation);
            }
        await writer.EndAsync(cancellation);
    }

    private static async Task WriteAsync(
        ReferenceWriter writer, string path, VirtualArray array, OmeZarrVersion version, Dictionary<IByteSource, int> urls, Action<int> progress,
        CancellationToken cancellation)
    {
        var store = (IStoredPlaces)array.Chunks;
        var places = new ChunkPlace[Math.Min(array.Grid.X, GridRuns.MostChunks)];
        foreach (var (first, count) in GridRuns.Of(array.Grid))
        {
            cancellation.ThrowIfCancellationRequested();
            await store.PlacesAsync(first, places.AsMemory(0, count), cancellation);
            for (var i = 0; i < count; i++)
            {
                var (chunk, place) = (first with { X = first.X + i }, places[i]);
                if (place.Kind == ChunkPlaceKind.Missing)
                    continue;
                // Interleaved samples are all in one chunk, so its index along their axis is 0.
                var key = $"{path}/{version.Zarr.Keys.Key(chunk, array.Metadata.Shape.Count)}";
                if (place.Kind == ChunkPlaceKind.Range)
                    writer.AddRange(key, urls[place.Source!], place.Offset, place.Length);
                else if (place.Kind == ChunkPlaceKind.Composed)
                    await CopyAsync(writer, key, store, chunk, (int)place.Length, cancellation);
                await writer.DrainAsync(cancellation);
            }
            progress(count);
        }
    }

    private static async Task CopyAsync(ReferenceWriter writer, string key, IChunkStore store, ChunkIndex chunk, int length, CancellationToken cancellation)
    {
        var bytes = ScratchBytes.Rent(length);
        try
        {
            var read = await store.ReadAsync(chunk, 0, bytes.AsMemory(0, length), cancellation);
            if (read != length)
                throw new OmeFsException(FaultKind.Bug, $"{key}: {length} bytes expected, but {read} can be read");
            writer.AddBase64(key, bytes.AsSpan(0, length));
        }
        finally
        {
            ScratchBytes.Return(bytes);
        }
    }
}
