using Microsoft.Win32.SafeHandles;

namespace OmeFs.Core.Sources;

/// <summary>Opens regular files of the local file system, and nothing else.</summary>
/// <remarks>
/// *Invariant:* what is opened has been looked at before, by a descriptor that only names it. So a pipe, a device or a socket is never opened,
/// whatever somebody puts in a file's place meanwhile, and what a policy refuses is never opened either.
/// </remarks>
internal static class LocalFile
{
    private const string Right = "r on the file";

    /// <param name="mayLieAt">Judges the path, free of links, of what is about to be opened; null if it may be anywhere.</param>
    /// <exception cref="OmeFsException">It is not there, is no regular file, is refused, or may not be read.</exception>
    public static SafeFileHandle Open(string path, Func<string, bool>? mayLieAt) =>
        OperatingSystem.IsLinux() ? OpenOnLinux(path, mayLieAt) : OpenPortably(path, mayLieAt);

    private static SafeFileHandle OpenOnLinux(string path, Func<string, bool>? mayLieAt)
    {
        using var looked = LocalCalls.Look(path, followLinks: true, out var error);
        if (error != 0)
            throw LocalCalls.Fault(error, path, "file", Right);
        MustBeRegular(looked, path);
        if (mayLieAt is not null && (LocalCalls.PathOf(looked) ?? "") is var real && !mayLieAt(real))
            throw Refused(path, real);
        var opened = LocalCalls.Open(looked, out error);
        return error == 0 ? opened : throw LocalCalls.Fault(error, path, "file", Right);
    }

    private static void MustBeRegular(SafeFileHandle looked, string path)
    {
        if (LocalCalls.Stat(looked, ask: true, out var stat) is var error && error != 0)
            throw LocalCalls.Fault(error, path, "file", Right);
        if (stat.Kind == PathKind.Folder)
            throw new OmeFsException(FaultKind.Unsupported, $"{path}: is a folder; a file expected");
        if (stat.Kind != PathKind.File)
            throw new OmeFsException(FaultKind.Unsupported, $"{path}: is not a regular file but a device, a pipe or a socket");
    }

    private static SafeFileHandle OpenPortably(string path, Func<string, bool>? mayLieAt)
    {
        if (Directory.Exists(path))
            throw new OmeFsException(FaultKind.Unsupported, $"{path}: is a folder; a file expected");
        if (mayLieAt is not null && (File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path) is var real && !mayLieAt(real))
            throw Refused(path, real);
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new OmeFsException(FaultKind.NotFound, $"{path}: no such file", cause);
        }
        catch (UnauthorizedAccessException cause)
        {
            throw new OmeFsException(FaultKind.AccessRefused, $"{path}: permission denied; reading it needs {Right}", cause);
        }
        catch (IOException cause)
        {
            throw new OmeFsException(FaultKind.SourceFailed, $"{path}: cannot be opened: {SystemFault.Words(cause)}", cause);
        }
    }

    private static OmeFsException Refused(string path, string real) =>
        new(FaultKind.AccessRefused, $"{path}: leads to {real}, which is not allowed");
}
