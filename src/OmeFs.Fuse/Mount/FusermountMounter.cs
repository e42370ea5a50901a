using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using OmeFs.Core;
using OmeFs.Fuse.Interop;
using OmeFs.Fuse.Transport;
using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse.Mount;

/// <summary>Mounts through the setuid program fusermount3, which all users may call. It opens the device, mounts, and sends the descriptor back.</summary>
internal static unsafe class FusermountMounter
{
    public static SafeFileHandle Mount(string mountpoint, MountOptions options)
    {
        if (options.Uid is { } uid && uid != Libc.EffectiveUser())
            throw new OmeFsException(FaultKind.AccessRefused, $"only root may mount for another user (uid {uid})");
        if (NameText.Shown(mountpoint) != mountpoint)
            throw new OmeFsException(FaultKind.AccessRefused, $"the mountpoint {mountpoint} has a name that is not UTF-8; there only root can mount");
        var (ours, theirs) = SocketPair();
        try
        {
            using var process = Fusermount.Start(["-o", Options(options), "--", mountpoint], theirs);
            // Close our copy of the child's end; else we would wait without end for a child that failed.
            _ = Libc.Close(theirs);
            theirs = -1;
            var device = Receive(ours);
            var said = Fusermount.Finish(process);
            return device ?? throw Fusermount.Refusal(mountpoint, said);
        }
        finally
        {
            _ = Libc.Close(ours);
            if (theirs >= 0)
                _ = Libc.Close(theirs);
        }
    }

    internal static string Options(MountOptions options)
    {
        var text = $"ro,nosuid,nodev,noexec,noatime,default_permissions,max_read={FuseRequest.MaxPayload},"
            + $"subtype={FuseMount.Subtype},fsname={Escape(options.SourceName)}";
        return options.AllowOther ? text + ",allow_other" : text;
    }

    /// <summary>Escapes a comma, which would begin another option, and a backslash, which would escape the next character.</summary>
    internal static string Escape(string name)
    {
        if (name.Contains('\0'))
            throw new OmeFsException(FaultKind.Usage, "the source's name contains a NUL");
        return name.Replace("\\", "\\\\").Replace(",", "\\,");
    }

    /// <summary>Our end is closed on exec; the other is the only descriptor that the child inherits.</summary>
    private static (int Ours, int Theirs) SocketPair()
    {
        var pair = stackalloc int[2];
        if (Libc.SocketPair(Libc.AddressFamilyUnix, Libc.SocketStream, 0, pair) != 0)
            throw new OmeFsException(FaultKind.SourceFailed, $"socketpair failed with {(Errno)Marshal.GetLastPInvokeError()}");
        _ = Libc.Fcntl(pair[0], Libc.SetDescriptorFlags, Libc.CloseOnExec);
        return (pair[0], pair[1]);
    }

    /// <summary>The device's descriptor, or null if the child closed its end without sending one.</summary>
    private static SafeFileHandle? Receive(int socket)
    {
        byte filler;
        DescriptorMessage control = default;
        var vector = new BufferVector { Start = &filler, Length = 1 };
        var message = new MessageHeader
        {
            Vectors = &vector,
            VectorCount = 1,
            Control = &control,
            ControlLength = (ulong)sizeof(DescriptorMessage),
        };
        nint received;
        do
            received = Libc.ReceiveMessage(socket, &message, 0);
        while (received < 0 && (Errno)Marshal.GetLastPInvokeError() == Errno.EINTR);
        if (received <= 0 || control.Level != DescriptorMessage.SocketLevel || control.Type != DescriptorMessage.Rights)
            return null;
        _ = Libc.Fcntl(control.Descriptor, Libc.SetDescriptorFlags, Libc.CloseOnExec);
        return new SafeFileHandle(control.Descriptor, ownsHandle: true);
    }
}
