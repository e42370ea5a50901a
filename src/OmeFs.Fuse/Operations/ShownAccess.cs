using OmeFs.Core;
using OmeFs.Core.Tree;

namespace OmeFs.Fuse.Operations;

/// <summary>The owner, group and mode shown for nodes. The kernel enforces them (default_permissions).</summary>
/// <remarks>
/// *Invariant:* the mounting user can read. Root always can. Another user has opened the source, perhaps by an ACL that its bits do not show. That
/// user is shown as the owner, who may read.
/// </remarks>
/// <param name="access">The access to the source; null for all users.</param>
/// <param name="uid">Chosen by the user.</param>
/// <param name="gid">Chosen by the user.</param>
/// <param name="mode">Chosen by the user: r bits.</param>
/// <param name="mounter">The user who runs the daemon.</param>
internal sealed class ShownAccess(INodeAccess? access, uint? uid, uint? gid, uint? mode, (uint Uid, uint Gid) mounter)
{
    private const uint OwnerReads = 0x140; // 0500
    private const uint Root = 0;

    private readonly uint? _mode = mode is { } bits ? ReadAccess.ForFiles(bits) : null;

    public ReadAccess Of(NodeId id)
    {
        var source = access?.AccessOf(id) ?? new ReadAccess(mounter.Uid, mounter.Gid, ReadAccess.Everybody);
        var owner = uid ?? (mounter.Uid == Root ? source.Uid : mounter.Uid);
        var bits = _mode ?? (owner == mounter.Uid && owner != Root ? source.Mode | OwnerReads : source.Mode);
        return new ReadAccess(owner, gid ?? source.Gid, bits);
    }
}
