using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OmeFs.Core.Sources.Local;

/// <summary>Local files through Linux's own system calls.</summary>
/// <remarks>
/// *Invariant:* every file is checked before it is opened, through a descriptor that only names it. So a pipe, device or socket is never opened,
/// even if it replaces a file meanwhile. Nor is a file that the policy refuses.
/// </remarks>
internal sealed class LinuxSystem : ILocalSystem
{
    private const string Right = "r on the file";

    public SafeFileHandle Open(string path, FilePolicy? policy) => Open(path, policy, mayRetry: true);

    public List<(string Name, FileForm Form)> Entries(string folder, int most)
    {
        var entries = new List<(string, FileForm)>();
        var error = LinuxCalls.List(folder, (name, form) =>
        {
            if (entries.Count < most)
                entries.Add((name, form));
            return entries.Count < most;
        });
        return error == 0 ? entries : throw LinuxCalls.Fault(error, folder, "folder", "r and x on the folder");
    }

    public FileVersion VersionOf(SafeFileHandle file) => LinuxCalls.Stat(file, ask: true, out var stat) is var error && error == 0
        ? new FileVersion(stat.Identity, stat.State)
        : throw LinuxCalls.Fault(error, LinuxCalls.PathOf(file) ?? "an open file", "file", "r on the file");

    public FileStatus StatusOf(SafeHandle handle) => LinuxCalls.Stat(handle, ask: true, out var stat) == 0 ? stat.Status : default;

    public FileStatus StatusAt(string path, bool followLinks) => LinuxCalls.Stat(path, followLinks, out var stat) == 0 ? stat.Status : default;

    /// <summary>Uses one descriptor, so the file cannot be replaced in between.</summary>
    public (string RealPath, FileStatus Status)? Reach(string path)
    {
        using var looked = LinuxCalls.Look(path, followLinks: true, out var error);
        return error == 0 && LinuxCalls.Stat(looked, ask: true, out var stat) == 0 && LinuxCalls.PathOf(looked) is { } real ? (real, stat.Status) : null;
    }

    public string PathOf(SafeFileHandle file) => LinuxCalls.PathOf(file) ?? "";

    public string? LinkAt(string path, DeviceNumber? home)
    {
        // If nothing is visible there, opening it gives the reason.
        if (LinuxCalls.LookAt(path, out var stat) != 0)
            return null;
        if (home is { } own && stat.Device != own && OmeFsMounts.Has(stat.Device))
            throw OmeFsMounts.Refusal(path);
        return stat.Form == FileForm.Link ? LinuxCalls.LinkAt(path) : null;
    }

    public bool IsOmeFsMount(DeviceNumber device) => OmeFsMounts.Has(device);

    /// <summary>The runtime replaces bytes that are not UTF-8; the kernel still has them.</summary>
    public string WorkingFolder() => Directory.GetCurrentDirectory() is var current && current.Contains('\uFFFD')
        ? LinuxCalls.LinkAt("/proc/self/cwd") ?? current
        : current;

    private static SafeFileHandle Open(string path, FilePolicy? policy, bool mayRetry)
    {
        var real = policy is null ? path : policy.Judged(path);
        using var looked = LinuxCalls.Look(real, followLinks: policy is null, out var error);
        if (mayRetry && LinuxCalls.IsTooMany(error) && OpenFiles.CloseIdle() > 0)
            return Open(path, policy, mayRetry: false);
        if (error != 0)
            throw LinuxCalls.Fault(error, path, "file", Right);
        MustBeRegular(looked, path, policy);
        // Checked again, because a folder may have been moved meanwhile, and old kernels follow links that were added.
        if (policy is not null && LinuxCalls.PathOf(looked) is var reached && !policy.Allows(reached ?? ""))
            throw policy.Refusal(path, reached ?? "an unknown place");
        var opened = LinuxCalls.Open(looked, out error);
        if (mayRetry && LinuxCalls.IsTooMany(error) && OpenFiles.CloseIdle() > 0)
            return Open(path, policy, mayRetry: false);
        return error == 0 ? opened : throw LinuxCalls.Fault(error, path, "file", Right);
    }

    private static void MustBeRegular(SafeFileHandle looked, string path, FilePolicy? policy)
    {
        if (LinuxCalls.Stat(looked, ask: false, out var stat) is var error && error != 0)
            throw LinuxCalls.Fault(error, path, "file", Right);
        if (policy?.LeadsBack(stat.Device) == true)
            throw OmeFsMounts.Refusal(path);
        if (stat.Form == FileForm.Folder)
            throw new OmeFsException(FaultKind.Unsupported, $"{path}: is a folder; a file expected");
        if (stat.Form != FileForm.File)
            throw new OmeFsException(FaultKind.Unsupported, $"{path}: is not a regular file but a device, a pipe or a socket");
    }
}
