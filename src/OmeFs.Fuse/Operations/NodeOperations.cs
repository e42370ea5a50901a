using OmeFs.Core.Tree;
using OmeFs.Fuse.Transport;
using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse.Operations;

/// <summary>LOOKUP, GETATTR and STATFS.</summary>
internal sealed class NodeOperations(IVirtualTree tree, NodeAttributes attributes, CancellationToken cancellation)
{
    private const uint StatfsUnit = 4096;

    public ValueTask<Reply> LookupAsync(FuseRequest request)
    {
        var body = request.Body;
        if (!body.TryReadName(out var name))
            return ValueTask.FromResult<Reply>(Errno.EINVAL);
        if (name.Length > TreeLimits.MaxNameBytes)
            return ValueTask.FromResult<Reply>(Errno.ENAMETOOLONG);
        if (name.SequenceEqual("."u8))
            return HandleAsync(request, tree.StatAsync(request.Node, cancellation));
        if (name.SequenceEqual(".."u8))
            return ParentAsync(request);
        return EntryAsync(request, tree.LookupAsync(request.Node, name, cancellation));
    }

    public async ValueTask<Reply> GetattrAsync(FuseRequest request)
    {
        var node = await tree.StatAsync(request.Node, cancellation);
        return node.Exists ? request.Answer(attributes.Answer(node)) : Errno.ENOENT;
    }

    /// <summary>
    /// Reports the size of the source, with nothing used, because a mount takes no space. A mount that looked full, like other read-only file systems,
    /// would alarm programs that watch free space. No number is 0, because programs divide by them.
    /// </summary>
    public Reply Statfs(FuseRequest request)
    {
        var blocks = Math.Max(1, ((ulong)tree.SourceBytes + StatfsUnit - 1) / StatfsUnit);
        var files = Math.Max(1, (ulong)tree.NodeCount);
        return request.Answer(new FuseKstatfs
        {
            Blocks = blocks,
            Bfree = blocks,
            Bavail = blocks,
            Files = files,
            Ffree = files,
            Bsize = StatfsUnit,
            Frsize = StatfsUnit,
            Namelen = TreeLimits.MaxNameBytes,
        });
    }

    private async ValueTask<Reply> ParentAsync(FuseRequest request) =>
        await HandleAsync(request, tree.StatAsync(await tree.ParentOfAsync(request.Node, cancellation), cancellation));

    private async ValueTask<Reply> EntryAsync(FuseRequest request, ValueTask<NodeStat> lookup) =>
        request.Answer(attributes.Entry(await lookup));

    /// <summary>
    /// Export handles (NFS) look up "." and "..". If the node of a handle does not exist, the answer must be ENOENT, which the kernel turns into
    /// ESTALE, and not an absence that is cached.
    /// </summary>
    private async ValueTask<Reply> HandleAsync(FuseRequest request, ValueTask<NodeStat> stat)
    {
        var node = await stat;
        return node.Exists ? request.Answer(attributes.Entry(node)) : Errno.ENOENT;
    }
}
