using Microsoft.Extensions.Logging;

namespace OmeFs.Core.Folders;

/// <summary>What a folder as a source says in the log.</summary>
internal static partial class FolderLog
{
    [LoggerMessage(200, LogLevel.Warning, "{Path} is not shown: '{Name}' has more than {Limit} bytes")]
    public static partial void NameTooLong(ILogger log, string path, string name, int limit);

    [LoggerMessage(201, LogLevel.Information, "{Path}: {Added} new or changed, {Removed} gone")]
    public static partial void FolderChanged(ILogger log, string path, int added, int removed);

    [LoggerMessage(202, LogLevel.Warning, "{Path} cannot be listed again, and stays as it was: {Reason}")]
    public static partial void RescanFailed(ILogger log, string path, string reason);

    [LoggerMessage(203, LogLevel.Warning, "changes in {Path} will be noticed late: inotify refused with errno {Errno}; see fs.inotify.max_user_watches and max_user_instances")]
    public static partial void WatchRefused(ILogger log, string path, int errno);

    [LoggerMessage(204, LogLevel.Error, "the watch over folders has failed; changes are no longer noticed")]
    public static partial void WatchEnded(ILogger log, Exception fault);

    [LoggerMessage(205, LogLevel.Debug, "{Path} is open: {Open} images are")]
    public static partial void Opened(ILogger log, string path, int open);

    [LoggerMessage(206, LogLevel.Debug, "{Path} is closed again")]
    public static partial void Closed(ILogger log, string path);
}
