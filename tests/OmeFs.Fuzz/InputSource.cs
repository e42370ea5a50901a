using OmeFs.Core;
using OmeFs.Core.Sources;

namespace OmeFs.Fuzz;

/// <summary>An input as a source.</summary>
internal sealed class InputSource(byte[] bytes, string name = "input.tif") : IByteSource
{
    public SourceAddress Address { get; } = SourceAddress.OfPath(name);

    public string Name => name;

    public long Length => bytes.Length;

    public SourceIdentity Identity => new(bytes.Length, 1_700_000_000_000_000_000, 1);

    public ValueTask ReadAtAsync(long offset, Memory<byte> buffer, CancellationToken cancellation = default)
    {
        if (offset < 0 || offset > bytes.Length - buffer.Length)
            throw new OmeFsException(FaultKind.Corrupt, $"{buffer.Length} bytes at {offset} asked for, but the file ends at {bytes.Length}");
        bytes.AsSpan((int)offset, buffer.Length).CopyTo(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public void Dispose()
    {
    }
}
