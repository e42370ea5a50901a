using OmeFs.Core;
using OmeFs.Core.Sources;
using OmeFs.Core.Sources.Local;
using OmeFs.Fuse.Mount;

namespace OmeFs.Settings;

/// <summary>Resolves names from the command line to absolute paths and to addresses of sources.</summary>
internal static class UserPath
{
    private const string FileScheme = "file://";

    /// <param name="what">The name of the argument in messages: SOURCE, --log-file.</param>
    /// <exception cref="OmeFsException">The name is empty; or it is relative and the working folder is gone.</exception>
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
                FaultKind.NotFound, $"{what} {name}: is relative to the working folder, which is gone or not accessible; cd to another folder, or name an absolute path", cause);
        }
        catch (ArgumentException cause)
        {
            throw new OmeFsException(FaultKind.Usage, $"{what} {name}: is not a path: it contains a NUL", cause);
        }
    }

    /// <summary>
    /// The path of a mountpoint. Its ".." are resolved as in the kernel: after a symbolic link, they lead to the parent of the link's target.
    /// </summary>
    /// <exception cref="OmeFsException">As above.</exception>
    public static string OfMountpoint(string? name)
    {
        var path = Of(name, "MOUNTPOINT");
        return name!.Split('/').Contains("..") ? MountPath.Resolve(Path.IsPathRooted(name) ? name : Path.Join(Environment.CurrentDirectory, name)) : Path.TrimEndingDirectorySeparator(path);
    }

    /// <summary>The address of a source: a path, or a file URL; or a URL of another scheme, unless a file of that name exists.</summary>
    /// <exception cref="OmeFsException">As above.</exception>
    public static SourceAddress OfSource(string? name)
    {
        if (name is null || SourceAddress.SchemeOf(name) is not { Length: > 1 } scheme || !scheme.All(char.IsAsciiLetterOrDigit) || LocalFolder.Exists(name) || Path.Exists(name))
            return SourceAddress.OfPath(Of(name, "SOURCE"));
        if (scheme != "file")
            return SourceAddress.OfUrl(name);
        // *Spec:* RFC 8089: no host, or this one.
        var rest = name[FileScheme.Length..];
        var path = rest.StartsWith("localhost/", StringComparison.OrdinalIgnoreCase) ? rest["localhost".Length..] : rest;
        return path.StartsWith('/')
            ? SourceAddress.OfPath(Of(Uri.UnescapeDataString(path), "SOURCE"))
            : throw new OmeFsException(FaultKind.Usage, $"{name}: an absolute path on this computer expected after file://");
    }
}
