using OmeFs.Core.Sources;

namespace OmeFs.Core.Tests.Sources;

/// <summary>A source of many gigabytes in memory: a few bytes at its beginning, single bytes elsewhere, and zeros between.</summary>
internal sealed class SparseSource(byte[] head, long length, string name = "memory.lsm") : IByteSource
{
    private readonly Dictionary<long, byte> _bytes = [];

    public SourceAddress Address { get; } = SourceAddress.OfPath(name);

    public string Name => name;

    public long Length => length;

    public SourceIdentity Identity => new(length, 1_700_000_000_000_000_000, 1);

    public void Put(long offset, byte value) => _bytes[offset] = value;

    public ValueTask ReadAtAsync(long offset, Memory<byte> buffer, CancellationToken cancellation = default)
    {
        if (offset < 0 || offset > length - buffer.Length)
            throw new OmeFsException(FaultKind.Corrupt, $"{name}: {buffer.Length} bytes at {offset} asked for, but the file ends at {length}");
        for (var i = 0; i < buffer.Length; i++)
            buffer.Span[i] = offset + i < head.Length ? head[offset + i] : _bytes.GetValueOrDefault(offset + i);
        return ValueTask.CompletedTask;
    }

    public void Dispose()
    {
    }
}
