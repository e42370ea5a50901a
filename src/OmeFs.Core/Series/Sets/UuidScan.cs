using System.Collections.Concurrent;
using OmeFs.Core.Ome;

namespace OmeFs.Core.Series.Sets;

/// <summary>Looks for files by the UUIDs of their own OME-XML, of which only the beginning is read.</summary>
internal static class UuidScan
{
    /// <summary>Enough to keep a disk busy; more would only hold more files open at once.</summary>
    public const int AtOnce = 8;

    private static readonly string[] TiffSuffixes = [".tif", ".tiff", ".tf2", ".tf8", ".btf"];
    private static readonly string[] CompanionSuffixes = [".ome", ".xml"];

    /// <returns>The paths of those that were found, by <see cref="OmeUuid.Key"/>; of several files with one UUID the first by name.</returns>
    public static async Task<IReadOnlyDictionary<string, string>> FindAsync(
        MemberFolder folder, string where, IEnumerable<string> uuids, bool alsoCompanions, CancellationToken cancellation)
    {
        var wanted = uuids.Select(OmeUuid.Key).ToHashSet();
        var suffixes = alsoCompanions ? [.. TiffSuffixes, .. CompanionSuffixes] : TiffSuffixes;
        var names = await folder.NamesAsync(where, cancellation);
        var found = new ConcurrentDictionary<string, string>();
        var candidates = names.Where(name => suffixes.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase)).Take(OmeLimits.MaxScannedFiles);
        await Parallel.ForEachAsync(candidates, Options(cancellation), async (name, token) =>
        {
            var path = MemberFolder.Join(where, name);
            if (await UuidOfAsync(folder, path, wanted, token) is { } uuid)
                found.AddOrUpdate(uuid, path, (_, other) => string.CompareOrdinal(path, other) < 0 ? path : other);
        });
        return found;
    }

    /// <summary>Which of the wanted UUIDs a file has. One that cannot be read is passed over: nothing says that it belongs here.</summary>
    private static async Task<string?> UuidOfAsync(MemberFolder folder, string path, HashSet<string> wanted, CancellationToken cancellation)
    {
        try
        {
            var isMember = folder.IsOpen(path);
            if (await folder.OpenAsync(path, cancellation) is not { } source)
                return null;
            if (await DocumentFile.UuidOfAsync(source, cancellation) is { } uuid && OmeUuid.Key(uuid) is var key && wanted.Contains(key))
                return key;
            if (!isMember)
                folder.Close(path, source);
            return null;
        }
        catch (OmeFsException fault) when (fault.Kind is FaultKind.AccessRefused or FaultKind.SourceFailed or FaultKind.SourceChanged or FaultKind.Unsupported)
        {
            return null;
        }
    }

    public static ParallelOptions Options(CancellationToken cancellation) => new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
}
