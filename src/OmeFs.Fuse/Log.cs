using Microsoft.Extensions.Logging;
using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse;

/// <summary>All log messages of the Linux door.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "{Operation} of '{Path}' failed with {Errno}: {Reason}")]
    public static partial void RequestFailed(ILogger log, FuseOpcode operation, string path, Errno errno, string reason);

    [LoggerMessage(2, LogLevel.Error, "{Operation} of '{Path}' failed with {Errno}: this is a bug in omefs")]
    public static partial void RequestFailedUnexpectedly(ILogger log, Exception fault, FuseOpcode operation, string path, Errno errno);

    [LoggerMessage(3, LogLevel.Warning, "{Source}: {Count} more request(s) failed in the same way")]
    public static partial void MoreRequestsFailed(ILogger log, string source, long count);

    [LoggerMessage(4, LogLevel.Error, "the kernel refused the reply to {Operation} of node {Node} ({Length} bytes, {Answer}) with {Errno}: this is a bug in omefs")]
    public static partial void ReplyRefused(ILogger log, FuseOpcode operation, ulong node, int length, Errno answer, Errno errno);

    [LoggerMessage(5, LogLevel.Error, "a reader of requests has ended")]
    public static partial void ReaderFailed(ILogger log, Exception fault);

    [LoggerMessage(6, LogLevel.Debug, "serving {Mountpoint} with {Readers} readers")]
    public static partial void Serving(ILogger log, string mountpoint, int readers);

    [LoggerMessage(7, LogLevel.Information, "{Mountpoint} is in use: unmounted lazily, serving those who have files open for up to {Seconds} seconds")]
    public static partial void Draining(ILogger log, string mountpoint, double seconds);

    [LoggerMessage(8, LogLevel.Information, "{Mountpoint} is unmounted")]
    public static partial void Unmounted(ILogger log, string mountpoint);

    [LoggerMessage(9, LogLevel.Warning, "unmounting {Mountpoint} failed: {Reason}")]
    public static partial void UnmountFailed(ILogger log, string mountpoint, string reason);

    [LoggerMessage(10, LogLevel.Debug, "read-ahead of {Device} stays as it is: {Reason}")]
    public static partial void ReadAheadUnchanged(ILogger log, string device, string reason);

    [LoggerMessage(11, LogLevel.Warning, "{Mountpoint}: a mount left behind by an omefs that is gone has been removed")]
    public static partial void StaleMountRemoved(ILogger log, string mountpoint);

    [LoggerMessage(12, LogLevel.Warning, "a reader still waits for a source after {Patience}; it is left behind")]
    public static partial void ReaderHangs(ILogger log, TimeSpan patience);

    [LoggerMessage(13, LogLevel.Warning, "the kernel ends the mount if a request takes longer than {Seconds} s ({Setting}); a slow source may")]
    public static partial void KernelEndsSlowMounts(ILogger log, int seconds, string setting);

    [LoggerMessage(14, LogLevel.Error, "the kernel refused the notice of a change in folder {Node} with {Errno}: this is a bug in omefs")]
    public static partial void NotificationRefused(ILogger log, ulong node, Errno errno);
}
