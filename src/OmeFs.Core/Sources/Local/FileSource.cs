using Microsoft.Win32.SafeHandles;

namespace OmeFs.Core.Sources.Local;

/// <summary>A local file, held open for as long as it is mounted.</summary>
/// <remarks>
/// *Invariant:* bytes of two versions are never mixed. The version is checked after each read, so bytes that changed during the read are
/// discarded too. A deleted file is still served from the open handle; a replaced file is not.
/// </remarks>
internal sealed class FileSource : IByteSource
{
    private readonly SafeFileHandle _handle;
    private readonly FileStamps? _stamps;
    private volatile FileStamp _stamp;
    private bool _isClosed;

    private FileSource(string path, SafeFileHandle handle, FileStamps? stamps)
    {
        (Address, _handle, _stamps) = (SourceAddress.OfPath(path), handle, stamps);
        var version = FileVersion.Of(handle);
        (Length, Identity) = (version.Length, version.Identity);
        _stamp = stamps?.Find(path, Identity) is { } before ? before.Renewed(handle, path, version) ?? throw Changed() : FileStamp.Of(handle, path, version);
        stamps?.Keep(path, _stamp);
    }

    public SourceAddress Address { get; }

    public string Name => Address.Text;

    public long Length { get; }

    public SourceIdentity Identity { get; }

    /// <param name="policy">Judges a file that a document names; null for a file that the user named.</param>
    /// <param name="stamps">The stamps of files that may have been open before; null for a file that is opened once.</param>
    /// <exception cref="OmeFsException">
    /// The file does not exist, is not a regular file, is refused by the policy, may not be read, or is no longer the same version.
    /// </exception>
    public static FileSource Open(string path, FilePolicy? policy = null, FileStamps? stamps = null)
    {
        OpenFiles.Take();
        SafeFileHandle? handle = null;
        try
        {
            handle = ILocalSystem.Current.Open(path, policy);
            return new FileSource(path, handle, stamps);
        }
        catch
        {
            handle?.Dispose();
            OpenFiles.Return();
            throw;
        }
    }

    public ValueTask ReadAtAsync(long offset, Memory<byte> buffer, CancellationToken cancellation = default)
    {
        if (offset < 0 || offset > Length - buffer.Length)
            throw new OmeFsException(
                FaultKind.Corrupt, $"{Name}: {buffer.Length} bytes at offset {offset} requested, but the file ends at {Length}");
        ReadWhole(offset, buffer.Span);
        CheckVersion();
        return ValueTask.CompletedTask;
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isClosed, true))
            return;
        _handle.Dispose();
        OpenFiles.Return();
    }

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
        if (!_stamp.Holds(now))
        {
            _stamp = _stamp.Renewed(_handle, Name, now) ?? throw Changed();
            _stamps?.Keep(Name, _stamp);
        }
        if (now.Unlinked && FileStatus.OfPath(Name, followLinks: true).Form != FileForm.Absent)
            throw new OmeFsException(FaultKind.SourceChanged, $"{Name}: was replaced by another file; unmount and mount it again");
    }

    private OmeFsException Changed() => new(FaultKind.SourceChanged, $"{Name}: has changed since it was opened; unmount and mount it again");
}
