using System.ComponentModel;
using System.Diagnostics;
using OmeFs.Core;

namespace OmeFs.Fuse.Mount;

/// <summary>Runs the program fusermount3 and interprets its error messages.</summary>
internal static class Fusermount
{
    private const string Program = "fusermount3";

    /// <param name="socket">The descriptor that it gets in _FUSE_COMMFD and sends the device through; -1 for none.</param>
    public static Process Start(IEnumerable<string> arguments, int socket = -1)
    {
        var start = new ProcessStartInfo(Program, arguments) { RedirectStandardError = true, UseShellExecute = false };
        start.Environment["LC_ALL"] = "C";
        if (socket >= 0)
            start.Environment["_FUSE_COMMFD"] = socket.ToString();
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new OmeFsException(FaultKind.NotFound, $"{Program} cannot be started; install it with: apt install fuse3", missing);
        }
    }

    /// <summary>Waits for its end and returns its standard error; empty if it succeeded.</summary>
    public static string Finish(Process process)
    {
        var said = process.StandardError.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0 ? "" : said.Length > 0 ? said : $"{Program} ended with {process.ExitCode}";
    }

    public static OmeFsException Refusal(string mountpoint, string said)
    {
        if (said.Contains("user_allow_other"))
            return new OmeFsException(
                FaultKind.AccessRefused,
                "letting other users in needs the line `user_allow_other` in /etc/fuse.conf; add it as root, or mount without allow-other");
        if (said.Contains("/dev/fuse") || said.Contains("fuse device not found"))
            return DeviceFaults.Of(said.Contains("denied") || said.Contains("not permitted") ? Wire.Errno.EACCES : Wire.Errno.ENOENT);
        if (said.Contains("denied") || said.Contains("no write access") || said.Contains("not permitted"))
            return new OmeFsException(
                FaultKind.AccessRefused,
                $"mounting on {mountpoint} was refused: {said}. The folder must be yours to write; and AppArmor on newer Ubuntu lets "
                + $"{Program} mount only under your home, /mnt, /media, /tmp and /run/user");
        return new OmeFsException(FaultKind.SourceFailed, $"mounting on {mountpoint} failed: {said}");
    }
}
