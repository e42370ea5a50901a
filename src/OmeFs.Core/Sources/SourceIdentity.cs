namespace OmeFs.Core.Sources;

/// <summary>Identifies a version of a source's bytes.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="ModifiedNanoseconds">Last modification, nanoseconds since 1970-01-01 UTC.</param>
/// <param name="Tag">Further distinction: the inode number of a file, a hash of an ETag.</param>
public readonly record struct SourceIdentity(long Length, long ModifiedNanoseconds, ulong Tag)
{
    /// <summary>The version of several sources together. It changes with each of them, and with their order.</summary>
    public static SourceIdentity Of(IReadOnlyList<SourceIdentity> sources)
    {
        if (sources.Count == 1)
            return sources[0];
        ulong tag = 14695981039346656037;
        foreach (var source in sources)
            tag = (tag ^ source.Hash()) * 1099511628211;
        return new SourceIdentity(sources.Sum(source => source.Length), sources.Max(source => source.ModifiedNanoseconds), tag);
    }

    /// <summary>
    /// A 32-bit fingerprint, the same for the same version in every process, so that file handles (NFS) of an older version are recognised. FNV-1a
    /// over the three fields.
    /// </summary>
    public uint Fingerprint()
    {
        var hash = Hash();
        return (uint)(hash ^ (hash >> 32));
    }

    private ulong Hash()
    {
        ulong hash = 14695981039346656037;
        foreach (var field in (ReadOnlySpan<ulong>)[(ulong)Length, (ulong)ModifiedNanoseconds, Tag])
            for (var shift = 0; shift < 64; shift += 8)
                hash = (hash ^ ((field >> shift) & 0xFF)) * 1099511628211;
        return hash;
    }
}
