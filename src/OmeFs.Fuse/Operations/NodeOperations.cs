using OmeFs.Core.Tree;
using OmeFs.Fuse.Transport;
using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse.Operations;

/// <summary>LOOKUP, GETATTR and STATFS: what a node is.</summary>
internal sealed class NodeOperations(IVirtualTree tree, NodeAttributes attributes, CancellationToken cancellation)
{
    private const uint StatfsUnit = 4096;

    public ValueTask<Answer> LookupAsync(Exchange exchange)
    {
        var body = exchange.Body;
        if (!body.TryReadName(out var name))
            return ValueTask.FromResult<Answer>(Errno.EINVAL);
        if (name.Length > TreeLimits.MaxNameBytes)
            return ValueTask.FromResult<Answer>(Errno.ENAMETOOLONG);
        if (name.SequenceEqual("."u8))
            return HandleAsync(exchange, tree.StatAsync(exchange.Node, cancellation));
        if (name.SequenceEqual(".."u8))
            return ParentAsync(exchange);
        return EntryAsync(exchange, tree.LookupAsync(exchange.Node, name, cancellation));
    }

    public async ValueTask<Answer> GetattrAsync(Exchange exchange)
    {
        var node = await tree.StatAsync(exchange.Node, cancellation);
        return node.Exists ? exchange.Answer(attributes.Answer(node)) : Errno.ENOENT;
    }

    /// <summary>
    /// As large as the source, and nothing of it used: a mount takes no room of its own. One that looked full, as other read-only file
    /// systems do, would alarm programs that watch free space. No number is 0, because programs divide by them.
    /// </summary>
    public Answer Statfs(Exchange exchange)
    {
        var blocks = Math.Max(1, ((ulong)tree.SourceBytes + StatfsUnit - 1) / StatfsUnit);
        var files = Math.Max(1, (ulong)tree.NodeCount);
        return exchange.Answer(new FuseKstatfs
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

    private async ValueTask<Answer> ParentAsync(Exchange exchange) =>
        await HandleAsync(exchange, tree.StatAsync(await tree.ParentOfAsync(exchange.Node, cancellation), cancellation));

    private async ValueTask<Answer> EntryAsync(Exchange exchange, ValueTask<NodeStat> lookup) =>
        exchange.Answer(attributes.Entry(await lookup));

    /// <summary>
    /// "." and ".." are asked by export handles (NFS). A handle whose node is not there must get ENOENT, which the kernel makes ESTALE,
    /// and not an absence to be remembered.
    /// </summary>
    private async ValueTask<Answer> HandleAsync(Exchange exchange, ValueTask<NodeStat> stat)
    {
        var node = await stat;
        return node.Exists ? exchange.Answer(attributes.Entry(node)) : Errno.ENOENT;
    }
}
