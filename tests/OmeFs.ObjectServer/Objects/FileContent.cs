using Microsoft.Win32.SafeHandles;

namespace OmeFs.Testing.Remote;

/// <summary>A file of this computer, opened for each answer and never loaded.</summary>
internal sealed class FileContent(string file, long length) : IContent
{
    public long Length => length;

    public IContentReader Open() => new Reader(File.OpenHandle(file));

    private sealed class Reader(SafeFileHandle handle) : IContentReader
    {
        public void Read(long offset, Span<byte> buffer)
        {
            while (buffer.Length > 0)
            {
                var read = RandomAccess.Read(handle, buffer, offset);
                if (read == 0)
                    throw new EndOfStreamException($"the file ends at {offset}, within what is being served");
                offset += read;
                buffer = buffer[read..];
            }
        }

        public void Dispose() => handle.Dispose();
    }
}
