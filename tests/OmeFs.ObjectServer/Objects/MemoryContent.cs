using System.IO.Compression;

namespace OmeFs.Testing.Remote;

/// <summary>Bytes in memory. They must not be changed.</summary>
internal sealed class MemoryContent(byte[] bytes) : IContent, IContentReader
{
    public long Length => bytes.Length;

    public static MemoryContent Gzip(IContent content)
    {
        var plain = new byte[content.Length];
        using (var reader = content.Open())
            reader.Read(0, plain);
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(plain);
        return new MemoryContent(packed.ToArray());
    }

    public IContentReader Open() => this;

    public void Read(long offset, Span<byte> buffer) => bytes.AsSpan((int)offset, buffer.Length).CopyTo(buffer);

    public void Dispose()
    {
    }
}
