using System.Globalization;

namespace OmeFs.Core.Sources.Local;

/// <summary>
/// Recognises file systems that are mounts of omefs, including this process's own. A document that leads into one may lead back into its own
/// mount, and a read would wait for itself. Reads the kernel's list of mounts; sends no request to a file system.
/// </summary>
internal static class OmeFsMounts
{
    private const string ListPath = "/proc/self/mountinfo";

    /// <summary>*Spec:* the file system type of FUSE with its subtype, fuse(4) and proc_pid_mountinfo(5).</summary>
    private const string Type = "fuse.omefs";

    private static readonly Lock Gate = new();
    private static FileStream? _list;
    private static HashSet<DeviceNumber> _known = [];

    /// <summary>Whether the file system is a mount of omefs, under any path.</summary>
    public static bool Has(DeviceNumber device)
    {
        // A disk has a major number; FUSE has none.
        if (device.Major != 0)
            return false;
        lock (Gate)
        {
            if (_list is null || LinuxCalls.HasChanged(_list.SafeFileHandle))
                _known = Read(_list ??= new FileStream(ListPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0));
            return _known.Contains(device);
        }
    }

    public static OmeFsException Refusal(string path) =>
        new(FaultKind.SourceFailed, $"{path}: is in a mount of omefs, which may lead back to this one, so that reading would never end; name the file that it shows");

    /// <summary>The list is in the kernel's memory, so it may be read under the lock.</summary>
    private static HashSet<DeviceNumber> Read(FileStream list)
    {
        list.Position = 0;
        var devices = new HashSet<DeviceNumber>();
        using var lines = new StreamReader(list, leaveOpen: true);
        while (lines.ReadLine() is { } line)
            if (Parse(line) is { } device)
                devices.Add(device);
        return devices;
    }

    /// <summary>The device of a mount of omefs; null for any other line.</summary>
    internal static DeviceNumber? Parse(string line)
    {
        var fields = line.Split(' ');
        var separator = Array.IndexOf(fields, "-");
        if (separator < 6 || separator + 1 >= fields.Length || fields[separator + 1] != Type)
            return null;
        var numbers = fields[2].Split(':');
        return numbers.Length == 2
            && uint.TryParse(numbers[0], CultureInfo.InvariantCulture, out var major)
            && uint.TryParse(numbers[1], CultureInfo.InvariantCulture, out var minor)
                ? new DeviceNumber(major, minor)
                : null;
    }
}
