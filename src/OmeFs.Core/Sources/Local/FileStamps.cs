using System.Collections.Concurrent;

namespace OmeFs.Core.Sources.Local;

/// <summary>
/// Keeps the stamps of files that are closed and opened again, so that another version is never mistaken for the one that was opened first. Safe
/// from many threads. Grows with the number of files that were open.
/// </summary>
public sealed class FileStamps
{
    private readonly ConcurrentDictionary<(string Path, SourceIdentity Identity), FileStamp> _stamps = new();

    internal FileStamp? Find(string path, SourceIdentity identity) => _stamps.GetValueOrDefault((path, identity));

    internal void Keep(string path, FileStamp stamp) => _stamps[(path, stamp.Version.Identity)] = stamp;
}
