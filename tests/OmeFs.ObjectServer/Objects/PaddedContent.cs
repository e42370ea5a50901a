namespace OmeFs.Testing.Remote;

/// <summary>A content, and zeros behind its end.</summary>
internal sealed class PaddedContent(IContent content, long extra) : IContent
{
    public long Length => content.Length + extra;

    public IContentReader Open() => new Reader(content.Open(), content.Length);

    private sealed class Reader(IContentReader reader, long length) : IContentReader
    {
        public void Read(long offset, Span<byte> buffer)
        {
            var there = (int)Math.Clamp(length - offset, 0, buffer.Length);
            if (there > 0)
                reader.Read(offset, buffer[..there]);
            buffer[there..].Clear();
        }

        public void Dispose() => reader.Dispose();
    }
}
