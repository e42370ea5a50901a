using System.Globalization;
using OmeFs.Core;

namespace OmeFs.Fuse.Mount;

/// <summary>One mount that this process can see. Spec: proc_pid_mountinfo(5).</summary>
/// <param name="Device">"major:minor", as in st_dev and /sys/class/bdi.</param>
public sealed record MountEntry(int Id, string Device, string Mountpoint, string Type, string Source)
{
    /// <summary>The user who mounted it, for FUSE; null for all other types.</summary>
    public uint? Owner { get; init; }
}

/// <summary>The kernel's list of mounts. Sends no request to a file system, so a dead mount cannot block it.</summary>
public static class MountTable
{
    private const string ListPath = "/proc/self/mountinfo";

    private const string OwnerOption = "user_id=";

    /// <summary>The number of fields before the separator "-", at least; optional ones may follow.</summary>
    private const int FixedFields = 6;

    public static IReadOnlyList<MountEntry> Read()
    {
        try
        {
            // Split only at LF. Line readers also end a line at CR, which the kernel does not escape, so a path could forge a mount.
            return [.. NameText.Of(File.ReadAllBytes(ListPath)).Split('\n').Select(Parse).OfType<MountEntry>()];
        }
        catch (IOException failure)
        {
            throw new OmeFsException(FaultKind.SourceFailed, $"reading {ListPath}: {SystemFault.Words(failure)}", failure);
        }
    }

    /// <summary>The topmost mount at a path that has no symbolic links; null if there is none.</summary>
    public static MountEntry? At(string path) => Read().LastOrDefault(entry => entry.Mountpoint == path);

    /// <summary>Null for a line that does not have the documented form.</summary>
    internal static MountEntry? Parse(string line)
    {
        var fields = line.Split(' ');
        var separator = Array.IndexOf(fields, "-", Math.Min(FixedFields, fields.Length));
        if (separator < 0 || separator + 2 >= fields.Length || !int.TryParse(fields[0], out var id))
            return null;
        return new MountEntry(id, fields[2], Unescape(fields[4]), Unescape(fields[separator + 1]), Unescape(fields[separator + 2]))
        {
            Owner = separator + 3 < fields.Length ? OwnerOf(fields[separator + 3]) : null,
        };
    }

    /// <summary>Undoes the kernel's escapes: space, tab, newline, '#' and backslash are a backslash and three octal digits.</summary>
    internal static string Unescape(string field)
    {
        if (!field.Contains('\\'))
            return field;
        var bytes = NameText.BytesOf(field);
        var length = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            var escaped = bytes[i] == '\\' && i + 3 < bytes.Length && bytes[i + 1] is >= (byte)'0' and <= (byte)'3'
                && IsOctal(bytes[i + 2]) && IsOctal(bytes[i + 3]);
            if (!escaped)
            {
                bytes[length++] = bytes[i];
                continue;
            }
            bytes[length++] = (byte)(((bytes[i + 1] - '0') << 6) | ((bytes[i + 2] - '0') << 3) | (bytes[i + 3] - '0'));
            i += 3;
        }
        return NameText.Of(bytes.AsSpan(0, length));
    }

    private static uint? OwnerOf(string options) =>
        options.Split(',').FirstOrDefault(option => option.StartsWith(OwnerOption, StringComparison.Ordinal)) is { } option
        && uint.TryParse(option.AsSpan(OwnerOption.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var user) ? user : null;

    private static bool IsOctal(byte digit) => digit is >= (byte)'0' and <= (byte)'7';
}
