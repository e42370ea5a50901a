using System.Runtime.InteropServices;

namespace OmeFs.Composition;

/// <summary>Numbers of users and groups by their names, as this system knows them (NSS: /etc/passwd, LDAP, ...).</summary>
internal static partial class Accounts
{
    /// <summary>Of struct passwd and struct group alike: two pointers, then the number. glibc and musl on 64 bits.</summary>
    private const int NumberOffset = 16;

    /// <returns>Null if there is no such user.</returns>
    public static uint? User(string name) => Number(getpwnam(name));

    /// <returns>Null if there is no such group.</returns>
    public static uint? Group(string name) => Number(getgrnam(name));

    private static uint? Number(nint entry) => entry == 0 ? null : (uint)Marshal.ReadInt32(entry, NumberOffset);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint getpwnam(string name);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint getgrnam(string name);
}
