using System.Collections.Concurrent;
using System.Globalization;
using OmeFs.Core.References.Targets;
using OmeFs.Core.Sources;
using OmeFs.Core.Sources.Local;

namespace OmeFs.Core.References.Parquet;

/// <summary>The Parquet files of a store. Each is read when one of its keys is needed. Safe from many threads.</summary>
/// <remarks>
/// *Invariant:* memory does not grow with the number of keys. It grows with the number of files: 8 bytes for each, and the version of each file that
/// was read, so that two versions are never mixed.
/// </remarks>
/// <param name="folder">The store's folder.</param>
/// <param name="size">The number of chunks of a file.</param>
/// <param name="open">Judges a file and opens it.</param>
/// <param name="cacheBytes">The size of the cache of files that were read.</param>
internal sealed class RecordFiles(
    string folder, long size, Func<Target, CancellationToken, ValueTask<OpenedSource>> open, long cacheBytes = ParquetLimits.CacheBytes) : IDisposable
{
    private const string Prefix = "refs.", Suffix = ".parq";

    private readonly RecordCache _cache = new(cacheBytes);
    private readonly ConcurrentDictionary<int, long[]> _there = [];
    private readonly ConcurrentDictionary<RecordKey, SourceIdentity> _versions = [];

    /// <summary>Chunks of a file.</summary>
    public long Size => size;

    /// <summary>The references of a file; null if there is no such file, so that none of its chunks exists.</summary>
    /// <exception cref="OmeFsException">It cannot be read, or has another version now.</exception>
    public ValueTask<RecordGroup?> GetAsync(StoreArray array, long record)
    {
        if (Array.BinarySearch(NumbersOf(array), record) < 0)
            return default;
        var key = new RecordKey(array.Number, record);
        return _cache.TryGet(key, out var group) ? ValueTask.FromResult(group) : new ValueTask<RecordGroup?>(ReadAsync(array, key));
    }

    /// <summary>The first file from a number on; null after the last one.</summary>
    public long? NextFrom(StoreArray array, long record)
    {
        var numbers = NumbersOf(array);
        var place = Array.BinarySearch(numbers, record) is < 0 and var before ? ~before : Array.BinarySearch(numbers, record);
        return place < numbers.Length ? numbers[place] : null;
    }

    public void Dispose() => _cache.Dispose();

    /// <summary>The numbers of the files of an array, ascending. They are found when they are first needed; files that are created later are ignored.</summary>
    private long[] NumbersOf(StoreArray array) => _there.TryGetValue(array.Number, out var known) ? known : _there.GetOrAdd(array.Number, Find(array));

    private long[] Find(StoreArray array)
    {
        var (place, last) = (FolderOf(array), (array.Grid.Chunks - 1) / size);
        if (array.Grid.Chunks == 0 || !LocalFolder.Exists(place))
            return [];
        var entries = LocalFolder.Entries(place, ParquetLimits.MaxFiles + 1);
        if (entries.Count > ParquetLimits.MaxFiles)
            throw new OmeFsException(FaultKind.LimitExceeded, $"{place}: more than {ParquetLimits.MaxFiles} files");
        var numbers = new List<long>();
        foreach (var (name, _) in entries)
            if (name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal) && name.Length > Prefix.Length + Suffix.Length
                && long.TryParse(name.AsSpan()[Prefix.Length..^Suffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number <= last && NameOf(number) == name)
                numbers.Add(number);
        numbers.Sort();
        return [.. numbers];
    }

    private string FolderOf(StoreArray array) => Path.Join(folder, array.Path);

    private static string NameOf(long record) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{record}{Suffix}");

    private async Task<RecordGroup?> ReadAsync(StoreArray array, RecordKey key) => await _cache.GetAsync(key, () => ReadFileAsync(array, key));

    private async Task<RecordGroup> ReadFileAsync(StoreArray array, RecordKey key)
    {
        var path = Path.Join(FolderOf(array), NameOf(key.Record));
        var bytes = await BytesAsync(path, key);
        try
        {
            // Several threads may wait for the file. None of them decodes it, because that may take long.
            var group = await Task.Run(() => RecordFile.Read(bytes, size));
            var rows = Math.Min(size, array.Grid.Chunks - (key.Record * size));
            return group.Rows >= rows ? group : throw new OmeFsException(FaultKind.Corrupt, $"has {group.Rows} rows, {rows} expected");
        }
        catch (OmeFsException fault)
        {
            throw new OmeFsException(fault.Kind, $"{path}: {fault.Message}", fault);
        }
    }

    private async Task<byte[]> BytesAsync(string path, RecordKey key)
    {
        using var opened = await OpenAsync(path);
        var source = opened.Source;
        if (_versions.GetOrAdd(key, source.Identity) != source.Identity)
            throw Changed(path);
        if (source.Length > ParquetLimits.MaxFileBytes)
            throw new OmeFsException(FaultKind.LimitExceeded, $"{path}: {source.Length} bytes; {ParquetLimits.MaxFileBytes} at most are read at once: write the references with a smaller record_size");
        var bytes = new byte[source.Length];
        await source.ReadAtAsync(0, bytes);
        return bytes;
    }

    /// <summary>The file existed when its folder was listed.</summary>
    private async Task<OpenedSource> OpenAsync(string path)
    {
        try
        {
            return await open(new Target(TargetKind.Local, path, folder, IsRefused: false), CancellationToken.None);
        }
        catch (OmeFsException fault) when (fault.Kind == FaultKind.NotFound)
        {
            throw Changed(path);
        }
    }

    private static OmeFsException Changed(string path) => new(FaultKind.SourceChanged, $"{path}: has changed since it was first read; unmount and mount it again");
}
