using OmeFs.Core;
using OmeFs.Core.Tree;
using OmeFs.Fuse.Transport;
using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse.Operations;

/// <summary>READ, answered whole or with an error.</summary>
internal sealed class ReadOperation(IVirtualTree tree, CancellationToken cancellation)
{
    public ValueTask<Answer> ReadAsync(Exchange exchange)
    {
        var body = exchange.Body;
        if (!body.TryRead(out FuseReadIn request) || request.Offset > long.MaxValue || request.Size > Exchange.MaxPayload)
            return ValueTask.FromResult<Answer>(Errno.EINVAL);
        var content = tree.Open(exchange.Node);
        return content.Exists
            ? ReadAsync(exchange.Node, content, (long)request.Offset, exchange.Payload[..(int)request.Size])
            : NotAFileAsync(exchange.Node);
    }

    private async ValueTask<Answer> ReadAsync(NodeId id, FileContent content, long offset, Memory<byte> buffer)
    {
        var count = await content.ReadAsync(offset, buffer, cancellation);
        if (count != buffer.Length)
            await MustEndAsync(id, offset + count, offset);
        return new Answer(count);
    }

    /// <summary>
    /// The kernel takes a short answer for the file's end and cuts the file off there, and the program that reads sees no error. So a
    /// short answer is checked against the size; it costs only at the end of files.
    /// </summary>
    private async ValueTask MustEndAsync(NodeId id, long end, long offset)
    {
        var size = (await tree.StatAsync(id, cancellation)).Size;
        if (end != Math.Max(size, offset))
            throw new OmeFsException(FaultKind.Bug, $"reading from {offset} ended at {end}, expected the file's end at {size}");
    }

    private async ValueTask<Answer> NotAFileAsync(NodeId id) =>
        (await tree.StatAsync(id, cancellation)).Exists ? Errno.EISDIR : Errno.ENOENT;
}
