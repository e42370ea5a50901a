using System.Collections.Concurrent;
using OmeFs.Core.Ome;

namespace OmeFs.Core.Series.Sets;

/// <summary>Finds files by the UUIDs in their own OME-XML. Reads only the beginning of each.</summary>
internal static class UuidScan
{
    /// <summary>Enough to keep a disk busy; more would only keep more files open.</summary>
    public const int AtOnce = 8;

    private static readonly string[] TiffSuffixes = [".tif", ".tiff", ".tf2", ".tf8", ".btf"];
    private static readonly string[] CompanionSuffixes = [".ome", ".xml"];

    /// <returns>The paths of the files found, by <see cref="OmeUuid.Key"/>. If several files have the same UUID, the first by name.</returns>
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

    /// <summary>The wanted UUID that a file has. A file that cannot be read is skipped: nothing shows that it belongs to the set.</summary>
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
