using System.Collections.Concurrent;
using OmeFs.Core.Ome;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Series.Sets;

/// <summary>
/// Finds and walks the files with a document's planes. The document's own file is recognised without reading others; other files by their names.
/// If a name leads to no file, or to the wrong one, the UUID decides.
/// </summary>
internal sealed class SetReader(DocumentFile own, MemberFolder folder, MissingFiles missing, List<string> notices)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<TiffFile?>>> _tiffs = new();
    private readonly ConcurrentQueue<string> _unusable = new();
    private readonly ConcurrentDictionary<TiffDataFile, Member> _members = new();

    /// <param name="entry">The TIFF that was opened first and need not be walked again; null if that was a companion.</param>
    /// <param name="pointer">The file whose BinaryOnly led to the document; null if there was none.</param>
    /// <returns>Null if the document does not name that file: it describes another set.</returns>
    /// <exception cref="OmeFsException"><see cref="FaultKind.NotFound"/>: files of the set do not exist. The message names them.</exception>
    public async Task<SetFiles?> ReadAsync(TiffFile? entry, DocumentFile? pointer, CancellationToken cancellation)
    {
        foreach (var (tiff, path) in new[] { (own.Tiff, own.Path.Value), (entry, entry?.Source.FileName ?? "") })
            if (tiff is not null)
                _tiffs[path] = new Lazy<Task<TiffFile?>>(Task.FromResult<TiffFile?>(tiff));
        var self = own.Tiff is null ? null : new SelfName(own.Document, own.Path.Name);
        var names = Names();
        var others = names.Where(name => self?.IsNamedBy(name) != true && name != default).ToList();
        foreach (var name in names.Except(others).Where(_ => own.Tiff is not null))
            _members[name] = new Member(own.Path.Value, own.Tiff!, own.Document.Uuid);
        if (others.Count > 0)
        {
            await Parallel.ForEachAsync(others, UuidScan.Options(cancellation), async (name, token) => await FindByNameAsync(name, token));
            await FindByUuidAsync([.. names.Where(name => name.Uuid is not null && !IsSure(name))], cancellation);
        }
        if (pointer is not null && !names.Exists(name => Means(name, pointer)))
            return null;
        var lost = names.Where(name => name != default && !_members.ContainsKey(name)).ToList();
        if (lost.Count > 0)
            NoticeMissing(lost, names.Count(name => name != default));
        return Files(names, entry);
    }

    /// <summary>All files that the document names, once each, in its order.</summary>
    private List<TiffDataFile> Names() => [.. own.Document.Images
        .Select(image => image.Pixels.TiffData)
        .SelectMany(list => list.NamesAll && list.Count > 0 ? list.Files : [list.FirstFile, .. list.Files, default])
        .Distinct()];

    private bool Means(TiffDataFile name, DocumentFile file) =>
        OmeUuid.Same(name.Uuid, file.Document.Uuid)
        || string.Equals(MemberPath.Parse(name.FileName)?.Name, file.Path.Name, StringComparison.OrdinalIgnoreCase)
        || (_members.TryGetValue(name, out var member) && member.Tiff == file.Tiff);

    private async Task FindByNameAsync(TiffDataFile name, CancellationToken cancellation)
    {
        if (MemberPath.Parse(name.FileName) is not { } path || await folder.FindAsync(own.Path.Folder, path, cancellation) is not { } found)
            return;
        if (await WalkAsync(found.Path, cancellation) is not { } tiff)
            return;
        var uuid = found.Path == own.Path.Value ? own.Document.Uuid : name.Uuid is null ? null : await DocumentFile.UuidOfAsync(tiff.Source, cancellation);
        _members[name] = new Member(found.Path, tiff, uuid);
    }

    /// <summary>Whether a name led to a file whose UUID does not contradict it.</summary>
    private bool IsSure(TiffDataFile name) => _members.TryGetValue(name, out var member) && (member.Uuid is null || OmeUuid.Same(member.Uuid, name.Uuid));

    /// <summary>Searches the open files first, then the document's folder.</summary>
    private async Task FindByUuidAsync(IReadOnlyList<TiffDataFile> unsure, CancellationToken cancellation)
    {
        if (unsure.Count == 0)
            return;
        var paths = new Dictionary<string, string>();
        foreach (var member in _members.Values.OrderBy(member => member.Path, StringComparer.Ordinal))
            if (member.Uuid is { } known)
                paths.TryAdd(OmeUuid.Key(known), member.Path);
        var wanted = unsure.Select(name => name.Uuid!).Where(uuid => !paths.ContainsKey(OmeUuid.Key(uuid))).ToList();
        if (wanted.Count > 0)
            foreach (var (uuid, path) in await UuidScan.FindAsync(folder, own.Path.Folder, wanted, alsoCompanions: false, cancellation))
                paths[uuid] = path;
        await Parallel.ForEachAsync(unsure, UuidScan.Options(cancellation), async (name, token) =>
        {
            if (paths.TryGetValue(OmeUuid.Key(name.Uuid!), out var path) && await WalkAsync(path, token) is { } tiff)
                _members[name] = new Member(path, tiff, name.Uuid);
        });
        var doubtful = unsure.Where(name => _members.ContainsKey(name) && !IsSure(name)).ToList();
        if (doubtful.Count > 0)
            notices.Add($"{doubtful.Count} file(s) of the set have another UUID than the OME-XML says and were taken by their names: {Some(doubtful)}");
    }

    /// <summary>Null for a file that cannot be used, if its planes may be missing.</summary>
    private Task<TiffFile?> WalkAsync(string path, CancellationToken cancellation) => _tiffs.GetOrAdd(path, _ => new Lazy<Task<TiffFile?>>(async () =>
    {
        try
        {
            return await TiffFile.OpenAsync((await folder.OpenAsync(path, cancellation))!, cancellation);
        }
        catch (OmeFsException fault) when (fault.Kind is FaultKind.Corrupt or FaultKind.Unsupported or FaultKind.LimitExceeded or FaultKind.AccessRefused or FaultKind.SourceFailed)
        {
            if (missing == MissingFiles.Refuse)
                throw new OmeFsException(fault.Kind, $"{own.Source.Name}: a file of its set cannot be used ({fault.Message}); '--missing fill' lets its planes be missing", fault);
            _unusable.Enqueue(fault.Message);
            return null;
        }
    })).Value;

    private void NoticeMissing(List<TiffDataFile> lost, int all)
    {
        var outside = lost.Exists(name => MemberPath.LeadsUp(name.FileName));
        var what = $"{lost.Count} of the {all} files that the OME-XML names {(_unusable.IsEmpty ? "are not there" : "are not there or cannot be used")}: {Some(lost)}";
        if (missing == MissingFiles.Refuse)
            throw new OmeFsException(
                FaultKind.NotFound, $"{own.Source.Name}: {what}. "
                    + (outside ? "Names with '..' lead out of its folder, where omefs does not look: put these files beside it" : "Put them where it says")
                    + ", or let their planes be missing by --missing fill");
        notices.Add($"{what}; their planes are missing and show the fill value");
        notices.AddRange(_unusable.Order(StringComparer.Ordinal).Take(3));
    }

    private SetFiles Files(List<TiffDataFile> names, TiffFile? entry)
    {
        var all = new List<TiffFile>();
        var places = new Dictionary<string, int>();
        var named = new Dictionary<TiffDataFile, int>();
        foreach (var name in names)
        {
            if (!_members.TryGetValue(name, out var member))
                continue;
            if (places.TryAdd(member.Path, all.Count))
                all.Add(member.Tiff);
            named[name] = places[member.Path];
        }
        foreach (var tiff in all.Where(tiff => tiff != entry))
            notices.AddRange(tiff.Notices.Select(notice => $"{tiff.Source.FileName}: {notice}"));
        if (entry is not null && all.Count > 0 && !all.Contains(entry))
            notices.Add($"showing the set that the OME-XML in {own.Source.FileName} describes; this file is not part of it");
        return new SetFiles(all, named);
    }

    private static string Some(List<TiffDataFile> names) =>
        string.Join(", ", names.Take(3).Select(name => $"'{name}'")) + (names.Count > 3 ? $" and {names.Count - 3} more" : "");

    /// <param name="Uuid">UUID of the file's own OME-XML; null if it has none, or it was not needed.</param>
    private sealed record Member(string Path, TiffFile Tiff, string? Uuid);
}
