using System.Runtime.InteropServices;

namespace OmeFs.Settings;

/// <summary>Numbers of users and groups by their names, as this system knows them (NSS: /etc/passwd, LDAP, ...).</summary>
internal static partial class Accounts
{
    /// <summary>The offset in struct passwd and in struct group: after two pointers comes the number. glibc and musl on 64 bits.</summary>
    private const int NumberOffset = 16;

    /// <returns>Null if there is no such user.</returns>
    public static uint? User(string name) => Number(getpwnam(name));

    /// <returns>Null if there is no such group.</returns>
    public static uint? Group(string name) => Number(getgrnam(name));

    /// <summary>A user's name; the number itself if it has none.</summary>
    public static string NameOf(uint user) => getpwuid(user) is not 0 and var entry && Marshal.PtrToStringUTF8(Marshal.ReadIntPtr(entry)) is { Length: > 0 } name
        ? name
        : $"user {user}";

    private static uint? Number(nint entry) => entry == 0 ? null : (uint)Marshal.ReadInt32(entry, NumberOffset);

    [LibraryImport("libc")]
    private static partial nint getpwuid(uint user);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint getpwnam(string name);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint getgrnam(string name);
}
