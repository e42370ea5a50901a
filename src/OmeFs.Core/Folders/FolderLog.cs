using Microsoft.Extensions.Logging;

namespace OmeFs.Core.Folders;

/// <summary>The log messages of mounted folders.</summary>
internal static partial class FolderLog
{
    [LoggerMessage(200, LogLevel.Warning, "an image is not shown: {Reason}")]
    public static partial void NameTooLong(ILogger log, string reason);

    [LoggerMessage(201, LogLevel.Information, "{Path}: {Added} new or changed, {Removed} gone")]
    public static partial void FolderChanged(ILogger log, string path, int added, int removed);

    [LoggerMessage(202, LogLevel.Warning, "{Path} cannot be listed again, and stays as it was: {Reason}")]
    public static partial void RescanFailed(ILogger log, string path, string reason);

    [LoggerMessage(203, LogLevel.Warning, "{Path} is checked every few seconds instead of being watched: inotify refused with errno {Errno}; "
        + "more is allowed by fs.inotify.max_user_watches and max_user_instances (sysctl)")]
    public static partial void WatchRefused(ILogger log, string path, int errno);

    [LoggerMessage(204, LogLevel.Error, "a bug in omefs while looking for changes; watching continues")]
    public static partial void WatchFault(ILogger log, Exception fault);

    [LoggerMessage(207, LogLevel.Error, "{Path}: a bug in omefs while reading the folder again; it stays as it was, and is tried again after its next change")]
    public static partial void RescanBroke(ILogger log, Exception fault, string path);

    [LoggerMessage(208, LogLevel.Error, "{Path}: a bug in omefs while looking for its set; the file is shown by itself")]
    public static partial void PeekBroke(ILogger log, Exception fault, string path);

    [LoggerMessage(209, LogLevel.Warning, "{Path}: {Notice}")]
    public static partial void Notice(ILogger log, string path, string notice);

    [LoggerMessage(205, LogLevel.Debug, "{Path} is open: {Open} images are")]
    public static partial void Opened(ILogger log, string path, int open);

    [LoggerMessage(206, LogLevel.Debug, "{Path} is closed again")]
    public static partial void Closed(ILogger log, string path);
}
