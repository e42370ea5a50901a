using Microsoft.Extensions.Logging;
using OmeFs.Core;
using OmeFs.Core.Tree;
using OmeFs.Fuse.Transport;
using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse;

/// <summary>Makes a fault an errno and tells of it: once a file, however often a program tries again.</summary>
internal sealed class FaultLog(IVirtualTree tree, ILogger log, CancellationToken cancellation)
{
    /// <summary>Arbitrary: keeps memory bounded where every file of a huge tree fails.</summary>
    private const int MaxRemembered = 10_000;

    private readonly HashSet<ulong> _told = [];
    private readonly Lock _lock = new();

    public Answer Record(in FuseInHeader request, Exception fault)
    {
        if (fault is OperationCanceledException && cancellation.IsCancellationRequested)
            return Errno.EIO;
        var errno = FuseErrno.Of(fault);
        if (!IsFirst(request.Nodeid))
            return errno;
        var path = tree.PathOf(new NodeId(request.Nodeid));
        if (fault is OmeFsException { Kind: not FaultKind.Bug })
            Log.RequestFailed(log, request.Opcode, path, errno, fault.Message);
        else
            Log.RequestFailedUnexpectedly(log, fault, request.Opcode, path, errno);
        return errno;
    }

    private bool IsFirst(ulong node)
    {
        lock (_lock)
        {
            if (_told.Count < MaxRemembered)
                return _told.Add(node);
            if (_told.Add(ulong.MaxValue))
                Log.TooManyFaults(log, MaxRemembered);
            return false;
        }
    }
}
