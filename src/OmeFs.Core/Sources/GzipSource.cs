using System.Buffers.Binary;
using System.IO.Compression;
using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.GZip;

namespace OmeFs.Core.Sources;

/// <summary>The unpacked bytes of a gzip file. gzip has no random access, so opening unpacks all of it once, into an unnamed temporary file.</summary>
/// <remarks>
/// The file is in TMPDIR and is deleted with its last open handle, however the process ends. It keeps the version that was unpacked. Each read
/// checks that the gzip file itself is still that version.
/// </remarks>
public sealed class GzipSource : IByteSource
{
    /// <summary>Bytes to leave free on the disk of TMPDIR, for other programs. Arbitrary.</summary>
    private const long LeftFree = 64L << 20;

    /// <summary>Bytes written between two checks of the free space.</summary>
    private const long FreeStep = 64L << 20;

    private const int PieceBytes = 256 * 1024;

    private readonly IByteSource _packed;
    private readonly FileStream _unpacked;

    private GzipSource(IByteSource packed, FileStream unpacked) => (_packed, _unpacked) = (packed, unpacked);

    public SourceAddress Address => _packed.Address;

    private string Name => _packed.Name;

    public long Length { get; private set; }

    public SourceIdentity Identity => _packed.Identity;

    /// <summary>The folder of the unpacked bytes, for messages.</summary>
    public static string Folder => Path.GetTempPath();

    /// <summary>The first unpacked bytes of a gzip file, at most <paramref name="most"/>; empty if it is damaged.</summary>
    public static async ValueTask<ReadOnlyMemory<byte>> StartAsync(IByteSource packed, int most, CancellationToken cancellation = default)
    {
        var start = new byte[most];
        try
        {
            await using var unpacking = new GZipStream(new SourceStream(packed), CompressionMode.Decompress);
            return start.AsMemory(0, await unpacking.ReadAtLeastAsync(start, most, throwOnEndOfStream: false, cancellation));
        }
        catch (InvalidDataException)
        {
            return ReadOnlyMemory<byte>.Empty; // The caller that unpacks all of it reports the damage.
        }
    }

    /// <summary>
    /// Whether the file ends within its gzip data; .NET's own stream does not report that. Unpacks as much as a document may have, only for a better
    /// message.
    /// </summary>
    public static bool IsCutShort(IByteSource packed)
    {
        using var unpacking = new GZipInputStream(new SourceStream(packed));
        var (piece, left) = (new byte[PieceBytes], UnpackLimits.OfDocument(packed.Length));
        try
        {
            for (int count; left > 0 && (count = unpacking.Read(piece, 0, piece.Length)) > 0;)
                left -= count;
            return false;
        }
        catch (Exception cause) when (cause is SharpZipBaseException or IOException or IndexOutOfRangeException)
        {
            return cause is EndOfStreamException || cause.Message.Contains("EOF", StringComparison.Ordinal);
        }
    }

    /// <summary>Unpacks a gzip file.</summary>
    /// <param name="packed">Disposed with the result. If this throws, the caller still owns it.</param>
    /// <exception cref="OmeFsException">It is not gzip, or there is no room for the unpacked bytes; or as the source says.</exception>
    public static async Task<GzipSource> OpenAsync(IByteSource packed, CancellationToken cancellation = default)
    {
        var source = new GzipSource(packed, Nameless(packed.Name));
        try
        {
            await source.UnpackAsync(cancellation);
            return source;
        }
        catch (InvalidDataException cause)
        {
            source._unpacked.Dispose();
            throw UnpackedStream.Damaged(packed.Name, "gzip", source.Length, cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            source._unpacked.Dispose();
            throw NoRoom(packed.Name, $"failed after {source.Length} bytes: {SystemFault.Words(cause)}", cause);
        }
        catch
        {
            source._unpacked.Dispose();
            throw;
        }
    }

    public async ValueTask ReadAtAsync(long offset, Memory<byte> buffer, CancellationToken cancellation = default)
    {
        if (offset < 0 || offset > Length - buffer.Length)
            throw new OmeFsException(FaultKind.Corrupt, $"{Name}: {buffer.Length} bytes at offset {offset} requested, but it unpacks to {Length}");
        // Reads no bytes, but the source checks its version.
        await _packed.ReadAtAsync(0, Memory<byte>.Empty, cancellation);
        try
        {
            for (var done = 0; done < buffer.Length;)
                done += RandomAccess.Read(_unpacked.SafeFileHandle, buffer.Span[done..], offset + done) is > 0 and var read ? read : throw new EndOfStreamException();
        }
        catch (IOException cause)
        {
            throw new OmeFsException(FaultKind.SourceFailed, $"{Name}: reading what was unpacked below {Folder}, at offset {offset}, failed: {SystemFault.Words(cause)}", cause);
        }
    }

    public void Dispose()
    {
        _unpacked.Dispose();
        _packed.Dispose();
    }

    private async Task UnpackAsync(CancellationToken cancellation)
    {
        var most = UnpackLimits.OfPixels(_packed.Length);
        await using var unpacking = new GZipStream(new SourceStream(_packed), CompressionMode.Decompress);
        var piece = new byte[PieceBytes];
        for (int count; (count = await unpacking.ReadAtLeastAsync(piece, piece.Length, throwOnEndOfStream: false, cancellation)) > 0; Length += count)
        {
            if (Length > most - count || (Length == 0 && await DeclaredLengthAsync(cancellation) > most))
                throw UnpackLimits.Exceeded(Name, _packed.Length, most);
            if (Length % FreeStep == 0)
                CheckRoom();
            RandomAccess.Write(_unpacked.SafeFileHandle, piece.AsSpan(0, count), Length);
        }
    }

    /// <summary>The unpacked length modulo 2^32 as the file declares it, which may be wrong. *Spec:* RFC 1952, section 2.3.1 (ISIZE).</summary>
    private async ValueTask<long> DeclaredLengthAsync(CancellationToken cancellation)
    {
        var trailer = new byte[sizeof(uint)];
        if (_packed.Length < trailer.Length)
            return 0;
        await _packed.ReadAtAsync(_packed.Length - trailer.Length, trailer, cancellation);
        return BinaryPrimitives.ReadUInt32LittleEndian(trailer);
    }

    private void CheckRoom()
    {
        if (new DriveInfo(Folder).AvailableFreeSpace < LeftFree + FreeStep)
            throw NoRoom(Name, $"has less than {LeftFree + FreeStep} bytes free after {Length} were unpacked", null);
    }

    private static FileStream Nameless(string source)
    {
        var path = Path.Join(Folder, $"omefs-{Guid.NewGuid():N}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Delete, BufferSize = 0 };
        // Windows cannot delete an open file, so it is deleted when it is closed.
        if (OperatingSystem.IsWindows())
            options.Options = FileOptions.DeleteOnClose;
        else
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            var file = new FileStream(path, options);
            if (!OperatingSystem.IsWindows())
                File.Delete(path);
            return file;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw NoRoom(source, $"does not allow a new file: {SystemFault.Words(cause)}", cause);
        }
    }

    private static OmeFsException NoRoom(string source, string what, Exception? cause) =>
        new(FaultKind.SourceFailed, $"{source}: is gzip and must be unpacked into {Folder}, which {what}. Set TMPDIR to a folder with room, or gunzip it yourself", cause);
}
