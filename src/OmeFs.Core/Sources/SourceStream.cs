namespace OmeFs.Core.Sources;

/// <summary>A source as a forward stream, for decompressors and parsers that need one. Does not own the source.</summary>
/// <remarks>A synchronous read waits for the source. Only for documents, which are read once, before anything is mounted.</remarks>
internal sealed class SourceStream(IByteSource source) : ForwardStream
{
    private long _position;

    public override long Length => source.Length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = (int)Math.Min(buffer.Length, source.Length - _position);
        await source.ReadAtAsync(_position, buffer[..count], cancellationToken);
        _position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = ReadAsync(buffer.AsMemory(offset, count));
        return read.IsCompleted ? read.GetAwaiter().GetResult() : read.AsTask().GetAwaiter().GetResult();
    }
}
