using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using OmeFs.Core;
using OmeFs.Fuse.Interop;
using OmeFs.Fuse.Transport;
using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse.Mount;

/// <summary>Mounts with mount(2), which only root may call.</summary>
internal static class DirectMounter
{
    /// <summary>
    /// MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_NOATIME. *Invariant:* without the first and the last, the kernel treats the access time as stale
    /// after each READ and sends GETATTR again.
    /// </summary>
    private const nuint Flags = 1 | 2 | 4 | 8 | 1024;

    /// <summary>Exists if SELinux is enabled. Without SELinux the kernel would refuse its options.</summary>
    private const string SecurityModule = "/sys/fs/selinux/policy";

    public static SafeFileHandle Mount(string mountpoint, MountOptions options)
    {
        var device = OpenDevice();
        var text = Options(options, (int)device.DangerousGetHandle());
        if (Libc.Mount(options.SourceName, mountpoint, FuseMount.Type, Flags, text) == 0)
            return device;
        var error = (Errno)Marshal.GetLastPInvokeError();
        device.Dispose();
        throw Refusal(mountpoint, error);
    }

    internal static string Options(MountOptions options, int device)
    {
        var uid = options.Uid ?? Libc.EffectiveUser();
        var gid = options.Gid ?? Libc.EffectiveGroup();
        var text = $"fd={device},rootmode=40000,user_id={uid},group_id={gid},max_read={FuseRequest.MaxPayload},default_permissions";
        if (options.AllowOther)
            text += ",allow_other";
        return File.Exists(SecurityModule) ? text + string.Concat(options.SecurityContexts.Select(Quoted)) : text;
    }

    /// <summary>Categories of a context are separated by commas: "s0:c1,c2".</summary>
    private static string Quoted(string context)
    {
        if (context.Contains('"'))
            throw new OmeFsException(FaultKind.Usage, $"-o {context}: the value contains a quotation mark");
        return context.IndexOf('=') is >= 0 and var at ? $",{context[..at]}=\"{context[(at + 1)..]}\"" : $",{context}";
    }

    private static SafeFileHandle OpenDevice()
    {
        var descriptor = Libc.Open(DeviceTransport.DevicePath, Libc.OpenReadWrite | Libc.OpenCloseOnExec);
        if (descriptor >= 0)
            return new SafeFileHandle(descriptor, ownsHandle: true);
        throw DeviceFaults.Of((Errno)Marshal.GetLastPInvokeError());
    }

    private static OmeFsException Refusal(string mountpoint, Errno error) => error switch
    {
        Errno.EPERM => new OmeFsException(
            FaultKind.AccessRefused,
            $"mounting on {mountpoint} is not permitted; in a container add: --cap-add SYS_ADMIN --device /dev/fuse --security-opt apparmor:unconfined"),
        Errno.EACCES => new OmeFsException(
            FaultKind.AccessRefused,
            $"mounting on {mountpoint} was refused (EACCES); a security profile (AppArmor, SELinux) may forbid it: see `dmesg`, or try a folder under /mnt or /tmp"),
        Errno.ENODEV => new OmeFsException(FaultKind.NotFound, "the kernel has no FUSE; load it with: modprobe fuse"),
        _ => new OmeFsException(FaultKind.SourceFailed, $"mounting on {mountpoint} failed with {error}"),
    };
}
