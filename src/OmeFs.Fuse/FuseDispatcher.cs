using Microsoft.Extensions.Logging;
using OmeFs.Core.Tree;
using OmeFs.Fuse.Operations;
using OmeFs.Fuse.Transport;
using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse;

/// <summary>
/// Handles every request: counts it, calls its operation, and converts a fault to an errno. Independent of the device. Safe from many threads.
/// </summary>
internal sealed class FuseDispatcher
{
    private readonly NodeOperations _nodes;
    private readonly DirectoryOperations _folders;
    private readonly ReadOperation _files;
    private readonly FaultLog _faults;
    private readonly ILogger _log;
    private readonly bool _isShared;

    /// <param name="cancellation">Cancels slow reads when the session is forced to end.</param>
    public FuseDispatcher(IVirtualTree tree, FuseOptions options, ILogger log, CancellationToken cancellation = default)
    {
        var attributes = new NodeAttributes(tree, new ShownAccess(options.Access, options.Uid, options.Gid, options.Mode, (Interop.Libc.EffectiveUser(), Interop.Libc.EffectiveGroup())));
        _nodes = new NodeOperations(tree, attributes, cancellation);
        _folders = new DirectoryOperations(tree, attributes, cancellation);
        _files = new ReadOperation(tree, cancellation);
        _faults = new FaultLog(tree, log, options.Clock, cancellation);
        (_log, _isShared) = (log, options.IsShared);
        Init = new InitOperation(options.MaxBackground);
    }

    public InitOperation Init { get; }

    /// <summary>Logs the remaining fault counts. Call it after the last request.</summary>
    public void Finish() => _faults.Finish();

    public RequestCounters Counters { get; } = new();

    /// <summary>Answers the request and sends the reply; never throws. Completes synchronously if the source does.</summary>
    public async ValueTask DispatchAsync(FuseRequest request)
    {
        Reply answer;
        try
        {
            answer = await AnswerAsync(request);
        }
        catch (Exception fault)
        {
            answer = _faults.Record(request.Header, fault);
        }
        Send(request, answer);
    }

    private ValueTask<Reply> AnswerAsync(FuseRequest request)
    {
        var reader = new RequestReader(request.Bytes);
        request.Header = default;
        if (!reader.TryRead(out FuseInHeader header))
            return Now(Reply.None);
        request.Header = header;
        Counters.Count(header.Opcode);
        if (header.Len != request.Length)
            return Now(OpcodeKinds.IsSilent(header.Opcode) ? Reply.None : Errno.EINVAL);
        return header.Opcode switch
        {
            FuseOpcode.Lookup => _nodes.LookupAsync(request),
            FuseOpcode.Getattr => _nodes.GetattrAsync(request),
            FuseOpcode.Read => _files.ReadAsync(request),
            FuseOpcode.Readdir => _folders.ListAsync(request, plus: false),
            FuseOpcode.Readdirplus => _folders.ListAsync(request, plus: true),
            FuseOpcode.Statfs => Now(_nodes.Statfs(request)),
            FuseOpcode.Init => Now(Init.Answer(request)),
            FuseOpcode.Release or FuseOpcode.Releasedir or FuseOpcode.Destroy => Now(Reply.Done),
            FuseOpcode.Readlink => Now(Errno.EINVAL),
            FuseOpcode.Listxattr => Now(ExtendedAttributes.List(request)),
            FuseOpcode.Getxattr when _isShared => Now(ExtendedAttributes.Get()),
            var opcode when OpcodeKinds.IsSilent(opcode) => Now(Reply.None),
            var opcode when OpcodeKinds.Mutates(opcode) => Now(Errno.EROFS),

            // After one ENOSYS, the kernel answers OPEN, OPENDIR, FLUSH, STATX, xattr, LSEEK, ACCESS, ... by itself.
            _ => Now(Errno.ENOSYS),
        };
    }

    private static ValueTask<Reply> Now(Reply answer) => ValueTask.FromResult(answer);

    private void Send(FuseRequest request, Reply answer)
    {
        if (answer.IsNone)
            return;
        var error = request.Send(answer);
        if (error is not (Errno.None or Errno.ENOENT or Errno.ENODEV or Errno.ECONNABORTED))
        {
            // The request is still waiting: without another reply its program would hang.
            Log.ReplyRefused(_log, request.Header.Opcode, request.Header.Nodeid, answer.Length, answer.Error, error);
            _ = request.Send(Errno.EIO);
        }
        if (request.Header.Opcode == FuseOpcode.Init)
            Init.Answered();
    }
}
