using OmeFs.Core;
using OmeFs.Core.Sources.Local;
using OmeFs.Fuse.Mount;

namespace OmeFs.Settings;

/// <summary>The absolute path of what a user named on the command line.</summary>
internal static class UserPath
{
    private const string FileScheme = "file://";

    /// <param name="what">As messages call it: SOURCE, --log-file.</param>
    /// <exception cref="OmeFsException">The name is empty, or relative while the working folder is gone.</exception>
    public static string Of(string? name, string what)
    {
        if (string.IsNullOrEmpty(name))
            throw new OmeFsException(FaultKind.Usage, $"{what} is empty; a path expected");
        try
        {
            return Path.IsPathRooted(name) ? Path.GetFullPath(name) : Path.GetFullPath(name, LocalFolder.Current);
        }
        catch (Exception cause) when (SystemFault.Is(cause))
        {
            throw new OmeFsException(
                FaultKind.NotFound, $"{what} {name}: is relative to the working folder, which is gone or closed to you; cd to another folder, or name an absolute path", cause);
        }
        catch (ArgumentException cause)
        {
            throw new OmeFsException(FaultKind.Usage, $"{what} {name}: is no path: it has a NUL in it", cause);
        }
    }

    /// <summary>Of a mountpoint. Its ".." are taken as the kernel takes them: behind a symbolic link they lead to the folder above its target.</summary>
    /// <exception cref="OmeFsException">As above.</exception>
    public static string OfMountpoint(string? name)
    {
        var path = Of(name, "MOUNTPOINT");
        return name!.Split('/').Contains("..") ? MountPath.Resolve(Path.IsPathRooted(name) ? name : Path.Join(Environment.CurrentDirectory, name)) : Path.TrimEndingDirectorySeparator(path);
    }

    /// <summary>Of a source, which some name by its URL.</summary>
    /// <exception cref="OmeFsException">As above, or it is a URL of something that is not a local file.</exception>
    public static string OfSource(string? name)
    {
        if (name is null || name.IndexOf("://", StringComparison.Ordinal) is not (> 1 and var at) || !name[..at].All(char.IsAsciiLetterOrDigit) || LocalFolder.Exists(name) || Path.Exists(name))
            return Of(name, "SOURCE");
        if (!name.StartsWith(FileScheme, StringComparison.OrdinalIgnoreCase))
            throw new OmeFsException(FaultKind.Unsupported, Advice(name, name[..at].ToLowerInvariant()));
        // *Spec:* RFC 8089: no host, or this one.
        var rest = name[FileScheme.Length..];
        var path = rest.StartsWith("localhost/", StringComparison.OrdinalIgnoreCase) ? rest["localhost".Length..] : rest;
        return path.StartsWith('/')
            ? Of(Uri.UnescapeDataString(path), "SOURCE")
            : throw new OmeFsException(FaultKind.Usage, $"{name}: an absolute path on this computer expected after file://");
    }

    private static string[] Advice(string name, string scheme) =>
    [
        $"{name}: omefs reads files in folders, not {scheme}:// URLs",
        scheme switch
        {
            "s3" or "gs" or "gcs" or "az" or "abfs" => "Mount the bucket first (mountpoint-s3, rclone mount, s3fs) and name the file in it.",
            "http" or "https" => "Download the file, or mount the server first (rclone mount), and name the file there.",
            "smb" or "cifs" or "nfs" or "sftp" or "ssh" => "Mount the server's share first (mount -t cifs, mount -t nfs, sshfs) and name the file there.",
            _ => "Copy the file to a folder, or mount what holds it, and name the file there.",
        },
    ];
}
