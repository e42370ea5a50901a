using OmeFs.Core;

namespace OmeFs.Commands;

/// <summary>Finds the programs that use a mount, as far as /proc shows them to this user. Reads only links of processes, not the mount.</summary>
internal static class MountUsers
{
    private const int Most = 5;

    /// <returns>" by bash (1234), napari (1240)"; empty if none is found.</returns>
    public static string Of(string mountpoint)
    {
        var users = Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out var process) && process != Environment.ProcessId && Uses(folder, mountpoint))
            .Select(folder => $"{Name(folder)} ({Path.GetFileName(folder)})").Take(Most + 1).ToList();
        return users.Count == 0 ? "" : $" by {string.Join(", ", users.Take(Most))}{(users.Count > Most ? " and others" : "")}";
    }

    private static bool Uses(string process, string mountpoint)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(Path.Join(process, "fd")).Prepend(Path.Join(process, "root")).Prepend(Path.Join(process, "cwd"))
                .Any(link => new FileInfo(link).LinkTarget is { } target && (target == mountpoint || target.StartsWith(mountpoint + '/', StringComparison.Ordinal)));
        }
        catch (Exception cause) when (SystemFault.Is(cause))
        {
            return false; // The process has ended, or belongs to another user.
        }
    }

    private static string Name(string process)
    {
        try
        {
            return File.ReadAllText(Path.Join(process, "comm")).TrimEnd('\n');
        }
        catch (Exception cause) when (SystemFault.Is(cause))
        {
            return "a process";
        }
    }
}
