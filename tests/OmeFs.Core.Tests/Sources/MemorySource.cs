using OmeFs.Core.Sources;

namespace OmeFs.Core.Tests.Sources;

/// <summary>A source in memory which counts what is read of it, so that tests assert costs as counts.</summary>
internal sealed class MemorySource(byte[] bytes, string name = "memory.tif") : IByteSource
{
    private readonly List<(long Offset, int Length)> _reads = [];

    public SourceAddress Address { get; } = SourceAddress.OfPath(name);

    public string Name => name;

    public long Length => bytes.Length;

    public SourceIdentity Identity => new(bytes.Length, 1_700_000_000_000_000_000, 1);

    /// <summary>Every read since the last <see cref="Forget"/>, in order.</summary>
    public IReadOnlyList<(long Offset, int Length)> Reads => _reads;

    public long BytesRead => _reads.Sum(read => (long)read.Length);

    public void Forget() => _reads.Clear();

    public ValueTask ReadAtAsync(long offset, Memory<byte> buffer, CancellationToken cancellation = default)
    {
        if (offset < 0 || offset > bytes.Length - buffer.Length)
            throw new OmeFsException(FaultKind.Corrupt, $"{name}: {buffer.Length} bytes at {offset} asked for, but the file ends at {bytes.Length}");
        lock (_reads)
            _reads.Add((offset, buffer.Length));
        bytes.AsSpan((int)offset, buffer.Length).CopyTo(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public void Dispose()
    {
    }
}
