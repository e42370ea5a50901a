using OmeFs.Fuse.Interop;

namespace OmeFs.Fuse.Mount;

/// <summary>
/// Provokes requests that the kernel sends once per mount and, after ENOSYS, never again. So they do not delay a user's first listing.
/// </summary>
internal static class KernelProbe
{
    /// <summary>Must not be called by a thread that answers requests.</summary>
    public static unsafe void WarmUp(string mountpoint) => _ = Libc.GetExtendedAttribute(mountpoint, "user.omefs", null, 0);
}
