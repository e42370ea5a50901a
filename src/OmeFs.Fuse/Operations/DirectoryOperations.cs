using OmeFs.Core.Tree;
using OmeFs.Fuse.Transport;
using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse.Operations;

/// <summary>READDIR and READDIRPLUS. Nothing is kept between requests: the cookie alone says where to continue.</summary>
/// <remarks>
/// *Invariant:* the cookie of "." is 1, of ".." 2, of a child its ordinal + 3. Cookies are the same after a remount, so seekdir and NFS may keep them.
/// </remarks>
internal sealed class DirectoryOperations(IVirtualTree tree, NodeAttributes attributes, CancellationToken cancellation)
{
    private const ulong SelfCookie = 1, ParentCookie = 2, FirstChildCookie = 3;

    public ValueTask<Reply> ListAsync(FuseRequest request, bool plus)
    {
        var body = request.Body;
        return body.TryRead(out FuseReadIn input)
            ? ListAsync(request, input.Offset, (int)Math.Min(input.Size, FuseRequest.MaxPayload), plus)
            : ValueTask.FromResult<Reply>(Errno.EINVAL);
    }

    private async ValueTask<Reply> ListAsync(FuseRequest request, ulong cookie, int room, bool plus)
    {
        var folder = await tree.StatAsync(request.Node, cancellation);
        if (folder.Kind != NodeKind.Folder)
            return folder.Exists ? Errno.ENOTDIR : Errno.ENOENT;
        var length = 0;
        if (cookie < SelfCookie && !Append(request, ref length, room, plus, folder.Id, SelfCookie, "."u8))
            return Errno.EINVAL;
        if (cookie < ParentCookie && !Append(request, ref length, room, plus, await tree.ParentOfAsync(folder.Id, cancellation), ParentCookie, ".."u8))
            return length > 0 ? new Reply(length) : Errno.EINVAL;
        for (var ordinal = Math.Max(cookie, ParentCookie) - ParentCookie; ;)
        {
            var wanted = DirectoryEntryWriter.AtMost(room - length, plus, request.Entries.Length);
            var count = await tree.ListAsync(folder.Id, ordinal, request.Entries.AsMemory(0, wanted), cancellation);
            for (var i = 0; i < count; i++)
                if (!Append(request, ref length, room, plus, request.Entries[i]))
                    return length > 0 ? new Reply(length) : Errno.EINVAL;
            if (count == 0)
                return new Reply(length);
            ordinal = request.Entries[count - 1].Ordinal + 1;
        }
    }

    /// <summary>A file of unknown size carries no entry (node id 0): the kernel looks it up on first use.</summary>
    private bool Append(FuseRequest request, ref int length, int room, bool plus, in TreeEntry entry)
    {
        Span<byte> name = stackalloc byte[TreeLimits.MaxNameBytes];
        var writer = new DirectoryEntryWriter(request.Payload.Span[length..room], plus);
        var written = writer.Write(
            plus && entry.Stat.Size != NodeStat.UnknownSize ? attributes.Entry(entry.Stat) : default,
            Dirent(entry.Stat.Id, entry.Ordinal + FirstChildCookie, entry.Stat.Kind),
            name[..entry.WriteName(name)]);
        length += written;
        return written > 0;
    }

    /// <summary>"." and ".." carry no entry (node id 0): the kernel knows them and counts no reference.</summary>
    private static bool Append(FuseRequest request, ref int length, int room, bool plus, NodeId id, ulong cookie, ReadOnlySpan<byte> name)
    {
        var writer = new DirectoryEntryWriter(request.Payload.Span[length..room], plus);
        var written = writer.Write(default, Dirent(id, cookie, NodeKind.Folder), name);
        length += written;
        return written > 0;
    }

    private static FuseDirent Dirent(NodeId id, ulong cookie, NodeKind kind) =>
        new() { Ino = id.Value, Off = cookie, Type = kind == NodeKind.Folder ? FuseDirent.Folder : FuseDirent.File };
}
