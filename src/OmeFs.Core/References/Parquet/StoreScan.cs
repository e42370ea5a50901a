using OmeFs.Core.References.Records;
using OmeFs.Core.References.Survey;

namespace OmeFs.Core.References.Parquet;

/// <summary>Reads all references of a store, one file after the other, and counts them. For one thread, once.</summary>
internal sealed class StoreScan
{
    private readonly List<(long Keys, long Bytes)> _byUrl = [default];
    private readonly List<ReferredArray> _arrays = [];

    private StoreScan()
    {
    }

    /// <summary>The distinct URLs.</summary>
    public UrlTable Urls { get; } = new();

    /// <summary>The number of keys of each URL, and the bytes of their ranges.</summary>
    public (long Keys, long Bytes)[] ByUrl => [.. _byUrl];

    public IReadOnlyList<ReferredArray> Arrays => _arrays;

    public long Inline { get; private set; }

    public long InlineBytes { get; private set; }

    /// <summary>The number of chunks with an invalid reference.</summary>
    public long Invalid { get; private set; }

    /// <exception cref="OmeFsException">A file cannot be read.</exception>
    public static async Task<StoreScan> OfAsync(StoreArray[] arrays, RecordFiles files, CancellationToken cancellation)
    {
        var scan = new StoreScan();
        foreach (var array in arrays)
            await scan.AddAsync(array, files, cancellation);
        return scan;
    }

    private async Task AddAsync(StoreArray array, RecordFiles files, CancellationToken cancellation)
    {
        var (virtually, inline) = (0L, 0L);
        for (var record = files.NextFrom(array, 0); record is { } number; record = files.NextFrom(array, number + 1))
        {
            cancellation.ThrowIfCancellationRequested();
            var rows = (int)Math.Min(files.Size, array.Grid.Chunks - (number * files.Size));
            if (await files.GetAsync(array, number) is { } group)
            {
                var counted = Add(group, rows);
                (virtually, inline) = (virtually + counted.Virtual, inline + counted.Inline);
            }
        }
        _arrays.Add(ReferredArray.Of(array.Path, array.Array, virtually, inline));
    }

    private (long Virtual, long Inline) Add(RecordGroup group, int rows)
    {
        var (virtually, inline, urls) = (0L, 0L, new int[group.Paths.Count]);
        for (var row = 0; row < rows; row++)
        {
            var found = group[row];
            if (found.Kind == RowKind.Inline)
            {
                inline++;
                InlineBytes += found.Length;
            }
            else if (found.Kind != RowKind.Missing)
            {
                virtually++;
                Add(group, found, urls);
            }
        }
        Inline += inline;
        return (virtually, inline);
    }

    /// <param name="urls">The URL number of each of the file's paths; 0 if the path has not occurred yet.</param>
    private void Add(RecordGroup group, ReferenceRow found, int[] urls)
    {
        Invalid += found.Kind == RowKind.Invalid ? 1 : 0;
        if (urls[found.Path] == 0)
            urls[found.Path] = found.Path == UrlTable.None ? Urls.Invalid() : Urls.Intern(group.Paths.Bytes(found.Path));
        var url = urls[found.Path];
        while (_byUrl.Count <= url)
            _byUrl.Add(default);
        var bytes = found.Kind == RowKind.Range ? found.Length : 0;
        _byUrl[url] = (_byUrl[url].Keys + 1, ReferenceSurvey.Sum(_byUrl[url].Bytes, bytes));
        Urls.Needs(url, found.Kind == RowKind.Range ? found.Offset + found.Length : 0);
    }
}
