using OmeFs.Fuse.Interop;

namespace OmeFs.Fuse.Mount;

/// <summary>
/// Some requests the kernel sends once a mount and, answered ENOSYS, never again. Asked at the start they do not come between a user's
/// first listing and the next.
/// </summary>
internal static class OneTimeQuestions
{
    /// <summary>Must not be called by a thread that answers requests.</summary>
    public static unsafe void Provoke(string mountpoint) => _ = Libc.GetExtendedAttribute(mountpoint, "user.omefs", null, 0);
}
