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

    /// <param name="policy">Judges what a document names, by its path without links; null for what the user has named.</param>
    /// <exception cref="OmeFsException">It is not there, is no regular file, is refused, or may not be read.</exception>
    public static SafeFileHandle Open(string path, FilePolicy? policy) =>
        OperatingSystem.IsLinux() ? OpenOnLinux(path, policy, mayRetry: true) : OpenPortably(path, policy);

    private static SafeFileHandle OpenOnLinux(string path, FilePolicy? policy, bool mayRetry)
    {
        var real = policy is null ? path : Judge(path, policy);
        using var looked = LocalCalls.Look(real, followLinks: policy is null, out var error);
        if (mayRetry && LocalCalls.IsTooMany(error) && OpenFiles.CloseIdle() > 0)
            return OpenOnLinux(path, policy, mayRetry: false);
        if (error != 0)
            throw LocalCalls.Fault(error, path, "file", Right);
        MustBeRegular(looked, path, policy);
        // Again: between the two somebody may have moved a folder, and old kernels follow links that were put there.
        if (policy is not null && LocalCalls.PathOf(looked) is var reached && !policy.Allows(reached ?? ""))
            throw policy.Refusal(path, reached ?? "an unknown place");
        var opened = LocalCalls.Open(looked, out error);
        if (mayRetry && LocalCalls.IsTooMany(error) && OpenFiles.CloseIdle() > 0)
            return OpenOnLinux(path, policy, mayRetry: false);
        return error == 0 ? opened : throw LocalCalls.Fault(error, path, "file", Right);
    }

    /// <summary>The path without links.</summary>
    private static string Judge(string path, FilePolicy policy) =>
        new RealPath(policy.Home).Of(path) is var real && policy.Allows(real) ? real : throw policy.Refusal(path, real);

    private static void MustBeRegular(SafeFileHandle looked, string path, FilePolicy? policy)
    {
        if (LocalCalls.Stat(looked, ask: false, out var stat) is var error && error != 0)
            throw LocalCalls.Fault(error, path, "file", Right);
        if (policy is not null && stat.Device != policy.Home && OmeFsMounts.Has(stat.Device))
            throw OmeFsMounts.Refusal(path);
        if (stat.Kind == PathKind.Folder)
            throw new OmeFsException(FaultKind.Unsupported, $"{path}: is a folder; a file expected");
        if (stat.Kind != PathKind.File)
            throw new OmeFsException(FaultKind.Unsupported, $"{path}: is not a regular file but a device, a pipe or a socket");
    }

    private static SafeFileHandle OpenPortably(string path, FilePolicy? policy)
    {
        if (Directory.Exists(path))
            throw new OmeFsException(FaultKind.Unsupported, $"{path}: is a folder; a file expected");
        if (policy is not null)
            _ = Judge(path, policy);
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
}
