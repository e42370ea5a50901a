using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse;

/// <summary>How many requests of each kind the kernel has sent: what tests and benchmarks hold us to.</summary>
public sealed class RequestCounters
{
    private const int Known = 64;

    private readonly long[] _counts = new long[Known];

    /// <summary>Opcodes that are not of this protocol version are counted as 0.</summary>
    internal void Count(FuseOpcode opcode) => Interlocked.Increment(ref _counts[(uint)opcode < Known ? (uint)opcode : 0]);

    public long this[FuseOpcode opcode] => Interlocked.Read(ref _counts[(uint)opcode]);

    public long Total => _counts.Sum();

    /// <summary>Requests so far by kind, those that came at least once.</summary>
    public IReadOnlyDictionary<FuseOpcode, long> Snapshot() => _counts
        .Select((count, opcode) => KeyValuePair.Create((FuseOpcode)opcode, count))
        .Where(pair => pair.Value > 0)
        .ToDictionary();
}
