using OmeFs.Core;
using OmeFs.Core.Tree;
using OmeFs.Fuse.Transport;
using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse.Operations;

/// <summary>READ: answered in full, or with an error.</summary>
internal sealed class ReadOperation(IVirtualTree tree, CancellationToken cancellation)
{
    public ValueTask<Reply> ReadAsync(FuseRequest request)
    {
        var body = request.Body;
        if (!body.TryRead(out FuseReadIn input) || input.Offset > long.MaxValue || input.Size > FuseRequest.MaxPayload)
            return ValueTask.FromResult<Reply>(Errno.EINVAL);
        var content = tree.Open(request.Node);
        return content.Exists
            ? ReadAsync(request.Node, content, (long)input.Offset, request.Payload[..(int)input.Size])
            : NotAFileAsync(request.Node);
    }

    private async ValueTask<Reply> ReadAsync(NodeId id, FileContent content, long offset, Memory<byte> buffer)
    {
        var count = await content.ReadAsync(offset, buffer, cancellation);
        if (count != buffer.Length)
            await MustEndAsync(id, offset + count, offset);
        return new Reply(count);
    }

    /// <summary>
    /// The kernel treats a short reply as the end of the file and truncates the file there; the reading program sees no error. So a short reply is
    /// checked against the size, which costs only at the end of files.
    /// </summary>
    private async ValueTask MustEndAsync(NodeId id, long end, long offset)
    {
        var size = (await tree.StatAsync(id, cancellation)).Size;
        if (end != Math.Max(size, offset))
            throw new OmeFsException(FaultKind.Bug, $"reading from {offset} ended at {end}, expected the file's end at {size}");
    }

    private async ValueTask<Reply> NotAFileAsync(NodeId id) =>
        (await tree.StatAsync(id, cancellation)).Exists ? Errno.EISDIR : Errno.ENOENT;
}
