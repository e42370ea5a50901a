using Microsoft.Extensions.Logging;
using OmeFs.Core;
using OmeFs.Core.Tree;
using OmeFs.Fuse;
using OmeFs.Fuse.Mount;
using OmeFs.Settings;

namespace OmeFs.Doors;

/// <summary>The door of Linux: a mount through /dev/fuse.</summary>
/// <param name="sourceName">What `mount` and `df` show as the source.</param>
internal sealed class FuseDoor(DoorSettings settings, string sourceName, ILogger log) : IDoor
{
    private volatile FuseSession? _session;

    public bool IsOpen => _session is not null;

    public IReadOnlyDictionary<string, long> Requests =>
        _session?.Requests.Snapshot().ToDictionary(one => one.Key.ToString().ToLowerInvariant(), one => one.Value) ?? [];

    public async Task ServeAsync(IVirtualTree tree, INodeAccess access, Action ready, StopRequest stop)
    {
        using var mount = FuseMount.Create(
            new MountOptions
            {
                Mountpoint = settings.Mountpoint,
                MakeMountpoint = settings.MakeMountpoint,
                SourceName = sourceName,
                AllowOther = settings.AllowOther,
                SecurityContexts = settings.SecurityContexts,
            },
            log);
        stop.Requested.ThrowIfCancellationRequested();
        var options = new FuseOptions { Access = access, Uid = settings.Uid, Gid = settings.Gid, Mode = settings.Mode, IsShared = settings.AllowOther };
        using var session = _session = FuseSession.Start(mount, tree, options, log);
        using var asked = stop.Requested.Register(() => session.Stop(force: false));
        using var forced = stop.Forced.Register(() => session.Stop(force: true));
        await ReadyAsync(session, stop.Requested);
        ready();
        await session.Completion;
    }

    private static async Task ReadyAsync(FuseSession session, CancellationToken stop)
    {
        try
        {
            await session.Ready;
        }
        catch (OmeFsException) when (stop.IsCancellationRequested)
        {
            // It was asked to end.
        }
        stop.ThrowIfCancellationRequested();
    }
}
