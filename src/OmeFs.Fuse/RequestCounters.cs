using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse;

/// <summary>Counts the requests of each kind that the kernel has sent. Tests and benchmarks check them.</summary>
public sealed class RequestCounters
{
    private const int Known = 64;

    private readonly long[] _counts = new long[Known];

    /// <summary>Counts a request. Opcodes outside this protocol version are counted as 0.</summary>
    internal void Count(FuseOpcode opcode) => Interlocked.Increment(ref _counts[(uint)opcode < Known ? (uint)opcode : 0]);

    public long this[FuseOpcode opcode] => Interlocked.Read(ref _counts[(uint)opcode]);

    public long Total => _counts.Sum();

    /// <summary>The number of requests by kind, for kinds that came at least once.</summary>
    public IReadOnlyDictionary<FuseOpcode, long> Snapshot() => _counts
        .Select((count, opcode) => KeyValuePair.Create((FuseOpcode)opcode, count))
        .Where(pair => pair.Value > 0)
        .ToDictionary();
}
