using OmeFs.Core;
using OmeFs.Core.Sources;

namespace OmeFs.Composition;

/// <summary>Writes a JSON file atomically: to a temporary file beside it, which is then renamed.</summary>
internal static class OutputFile
{
    /// <param name="path">Absolute.</param>
    /// <param name="force">Replace an existing JSON file. Anything else is never replaced: it may be the source.</param>
    /// <returns>The number of bytes.</returns>
    /// <exception cref="OmeFsException">It may not, or cannot be written.</exception>
    public static async Task<long> WriteAsync(string path, bool force, Func<Stream, Task> write, CancellationToken cancellation)
    {
        await CheckAsync(path, force, cancellation);
        var unfinished = $"{path}.{Path.GetRandomFileName()}.part";
        try
        {
            long length;
            await using (var stream = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.Read))
            {
                await write(stream);
                stream.Flush(flushToDisk: true);
                length = stream.Length;
            }
            File.Move(unfinished, path, overwrite: force);
            return length;
        }
        catch (Exception cause) when (SystemFault.Is(cause))
        {
            throw new OmeFsException(cause is UnauthorizedAccessException ? FaultKind.AccessRefused : FaultKind.SourceFailed, $"{path}: cannot be written: {SystemFault.Words(cause)}", cause);
        }
        finally
        {
            Remove(unfinished);
        }
    }

    /// <exception cref="OmeFsException">There is something that may not be replaced.</exception>
    public static async Task CheckAsync(string path, bool force, CancellationToken cancellation)
    {
        if (Directory.Exists(path))
            throw new OmeFsException(FaultKind.Usage, $"{path}: is a folder; the name of a file expected");
        if (!Directory.Exists(Path.GetDirectoryName(path)))
            throw new OmeFsException(FaultKind.NotFound, $"{path}: there is no folder {Path.GetDirectoryName(path)}");
        if (!File.Exists(path))
            return;
        if (!force)
            throw new OmeFsException(FaultKind.Usage, $"{path}: is there already; --force replaces it");
        using var there = await KnownSource.OpenAsync(SourceAddress.OfPath(path), SourceOpeners.ForNamed, cancellation);
        if (there.Bytes.Length > 0 && there.Kind != SourceKind.Json)
            throw new OmeFsException(FaultKind.Usage, $"{path}: is not a JSON file, so --force does not replace it either");
    }

    private static void Remove(string unfinished)
    {
        try
        {
            File.Delete(unfinished);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            // The folder is not accessible. Why writing failed has been reported already.
        }
    }
}
