namespace OmeFs.Core.Sources;

/// <summary>What is in folders of the local file system. Names are texts as <see cref="NameText"/> has them.</summary>
public static class LocalFolder
{
    /// <summary>The working folder. As the runtime, which has lost bytes that are not UTF-8, it throws if that is gone.</summary>
    public static string Current => Directory.GetCurrentDirectory() is var current && current.Contains('\uFFFD') && OperatingSystem.IsLinux()
        ? LocalCalls.LinkAt("/proc/self/cwd") ?? current
        : current;

    /// <summary>Whether a path leads to a folder; symbolic links are followed.</summary>
    public static bool Exists(string path) => FileVersion.OfPath(path, followLinks: true).Kind == PathKind.Folder;

    /// <summary>The names in a folder, in no order, with what the folder says they are: <see cref="PathKind.None"/> if it does not say.</summary>
    /// <param name="most">No more are told.</param>
    /// <exception cref="OmeFsException">The folder is not there, or may not be listed.</exception>
    internal static List<(string Name, PathKind Kind)> Entries(string path, int most = int.MaxValue)
    {
        if (!OperatingSystem.IsLinux())
            return EntriesPortably(path, most);
        var entries = new List<(string, PathKind)>();
        var error = LocalCalls.List(path, (name, kind) =>
        {
            if (entries.Count < most)
                entries.Add((name, kind));
            return entries.Count < most;
        });
        return error == 0 ? entries : throw LocalCalls.Fault(error, path, "folder", "r and x on the folder");
    }

    private static List<(string Name, PathKind Kind)> EntriesPortably(string path, int most)
    {
        try
        {
            return [.. new DirectoryInfo(path).EnumerateFileSystemInfos().Take(most).Select(entry => (entry.Name,
                entry.LinkTarget is not null ? PathKind.Link : entry is DirectoryInfo ? PathKind.Folder : PathKind.File))];
        }
        catch (DirectoryNotFoundException cause)
        {
            throw new OmeFsException(FaultKind.NotFound, $"{path}: no such folder", cause);
        }
        catch (UnauthorizedAccessException cause)
        {
            throw new OmeFsException(FaultKind.AccessRefused, $"{path}: permission denied; reading it needs r and x on the folder", cause);
        }
        catch (IOException cause)
        {
            throw new OmeFsException(FaultKind.SourceFailed, $"{path}: cannot be listed: {SystemFault.Words(cause)}", cause);
        }
    }
}
