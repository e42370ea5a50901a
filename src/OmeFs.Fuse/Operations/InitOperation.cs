using OmeFs.Core;
using OmeFs.Fuse.Transport;
using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse.Operations;

/// <summary>INIT, the first request of a mount, and its result.</summary>
internal sealed class InitOperation(ushort maxBackground)
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private OmeFsException? _refusal;
    private bool _agreed;

    /// <summary>Completes when the kernel has the reply; fails if the kernel cannot be served.</summary>
    public Task Ready => _ready.Task;

    public Reply Answer(FuseRequest request)
    {
        if (!InitNegotiation.TryRead(request.Body, out var offer))
            return Errno.EINVAL;
        if (InitNegotiation.IsTooOld(offer))
        {
            _refusal = new OmeFsException(
                FaultKind.Unsupported,
                $"this kernel speaks FUSE {offer.Major}.{offer.Minor}; omefs needs {InitNegotiation.Major}.{InitNegotiation.OldestMinor} (Linux 5.4) or newer");
            return Errno.EPROTO;
        }
        _agreed = !InitNegotiation.MustAskAgain(offer);
        return request.Answer(InitNegotiation.Agree(offer, maxBackground));
    }

    /// <summary>Must be called when the reply has been written.</summary>
    public void Answered()
    {
        if (_refusal is not null)
            _ready.TrySetException(_refusal);
        else if (_agreed)
            _ready.TrySetResult();
    }

    /// <summary>Must be called when no INIT can come any more.</summary>
    public void Ended() =>
        _ready.TrySetException(new OmeFsException(FaultKind.SourceFailed, "the mount ended before the kernel and omefs had finished the handshake"));
}
