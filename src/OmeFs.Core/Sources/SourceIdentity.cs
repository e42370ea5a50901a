namespace OmeFs.Core.Sources;

/// <summary>Which version of a source's bytes is meant.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="ModifiedNanoseconds">Last modification, nanoseconds since 1970-01-01 UTC.</param>
/// <param name="Tag">What else tells versions apart: the inode number of a file, a hash of an ETag.</param>
public readonly record struct SourceIdentity(long Length, long ModifiedNanoseconds, ulong Tag)
{
    /// <summary>The version of several sources together: another one as soon as any of them is. The order counts.</summary>
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
    /// A 32-bit fingerprint which is the same for the same version in every process: file handles (NFS) of an older version must
    /// not be taken for this one's. FNV-1a over the three fields.
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
