using System.IO.Hashing;
using Microsoft.Win32.SafeHandles;

namespace OmeFs.Core.Sources.Local;

/// <summary>A digest of a file's contents: all of a small file; the beginning, middle and end of a large one.</summary>
internal static class ContentSample
{
    /// <summary>Bytes of one sample read. Arbitrary. A larger file costs three reads.</summary>
    private const int WholeBytes = 64 << 10, PieceBytes = 16 << 10;

    /// <summary>Whether the sample is the whole file, so that an equal sample proves that nothing has changed.</summary>
    public static bool IsWhole(long length) => length <= WholeBytes;

    /// <exception cref="OmeFsException">The file cannot be read.</exception>
    public static UInt128 Of(SafeFileHandle handle, string name, long length)
    {
        var buffer = ScratchBytes.Rent(WholeBytes);
        try
        {
            var count = 0;
            if (IsWhole(length))
                count = Read(handle, buffer.AsSpan(0, (int)length), 0);
            else
                foreach (var offset in (ReadOnlySpan<long>)[0, (length - PieceBytes) / 2, length - PieceBytes])
                    count += Read(handle, buffer.AsSpan(count, PieceBytes), offset);
            return XxHash128.HashToUInt128(buffer.AsSpan(0, count));
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new OmeFsException(FaultKind.SourceFailed, $"{name}: reading failed: {cause.Message}", cause);
        }
        finally
        {
            ScratchBytes.Return(buffer);
        }
    }

    private static int Read(SafeFileHandle handle, Span<byte> buffer, long offset)
    {
        var done = 0;
        while (done < buffer.Length && RandomAccess.Read(handle, buffer[done..], offset + done) is > 0 and var read)
            done += read;
        return done;
    }
}
