namespace OmeFs.Testing.Remote;

/// <summary>One content that goes on with the bytes of another from an offset on; zeros if the other is too short.</summary>
internal sealed class MixedContent(IContent content, byte[] other, long from) : IContent
{
    public long Length => content.Length;

    public IContentReader Open() => new Reader(content.Open(), other, from);

    private sealed class Reader(IContentReader reader, byte[] other, long from) : IContentReader
    {
        public void Read(long offset, Span<byte> buffer)
        {
            reader.Read(offset, buffer);
            var kept = (int)Math.Clamp(from - offset, 0, buffer.Length);
            for (var i = kept; i < buffer.Length; i++)
                buffer[i] = offset + i < other.Length ? other[offset + i] : (byte)0;
        }

        public void Dispose() => reader.Dispose();
    }
}
