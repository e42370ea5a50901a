using Microsoft.Win32.SafeHandles;

namespace OmeFs.Core.Sources;

/// <summary>A local file, held open for as long as it is mounted.</summary>
/// <remarks>
/// *Invariant:* bytes of two versions are never mixed. The version is looked at after each read, so that bytes which changed under the
/// read are thrown away too. A file that was deleted goes on being served from the open handle; one that was replaced does not.
/// </remarks>
public sealed class FileSource : IByteSource
{
    private readonly SafeFileHandle _handle;

    private FileSource(string path, SafeFileHandle handle)
    {
        (Name, _handle) = (path, handle);
        var version = FileVersion.Of(handle);
        (Length, Identity) = (version.Length, version.Identity);
    }

    public string Name { get; }

    public long Length { get; }

    public SourceIdentity Identity { get; }

    /// <param name="policy">Judges what a document names; null for what the user has named.</param>
    /// <exception cref="OmeFsException">The file is not there, is no regular file, is refused by the policy, or may not be read.</exception>
    public static FileSource Open(string path, FilePolicy? policy = null)
    {
        var handle = LocalFile.Open(path, policy);
        try
        {
            return new FileSource(path, handle);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    public ValueTask ReadAtAsync(long offset, Memory<byte> buffer, CancellationToken cancellation = default)
    {
        if (offset < 0 || offset > Length - buffer.Length)
            throw new OmeFsException(
                FaultKind.Corrupt, $"{Name}: {buffer.Length} bytes at offset {offset} asked for, but the file ends at {Length}");
        ReadWhole(offset, buffer.Span);
        CheckVersion();
        return ValueTask.CompletedTask;
    }

    public void Dispose() => _handle.Dispose();

    private void ReadWhole(long offset, Span<byte> buffer)
    {
        try
        {
            while (!buffer.IsEmpty)
            {
                var read = RandomAccess.Read(_handle, buffer, offset);
                if (read == 0)
                    throw new OmeFsException(FaultKind.SourceChanged, $"{Name}: has shrunk since it was opened; it ends before {offset}");
                buffer = buffer[read..];
                offset += read;
            }
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new OmeFsException(FaultKind.SourceFailed, $"{Name}: reading at offset {offset} failed: {SystemFault.Words(cause)}", cause);
        }
    }

    private void CheckVersion()
    {
        var now = FileVersion.Of(_handle);
        if (now.Identity != Identity)
            throw new OmeFsException(FaultKind.SourceChanged, $"{Name}: has changed since it was opened; unmount and mount it again");
        if (now.Unlinked && FileVersion.OfPath(Name, followLinks: true).Kind != PathKind.None)
            throw new OmeFsException(FaultKind.SourceChanged, $"{Name}: was replaced by another file; unmount and mount it again");
    }
}
