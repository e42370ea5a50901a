using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;
using OmeFs.Core;
using OmeFs.Core.Sources.Local;

namespace OmeFs.Logging;

/// <summary>
/// A log file at exactly the path that was given; lines are appended. Several processes may share it: a line is one write(2) with O_APPEND. If the
/// file is moved (logrotate), the next line creates a new one.
/// </summary>
/// <remarks>*Invariant:* omefs only writes to files that it created, and only removes files that <see cref="LogRoll"/> names.</remarks>
internal sealed partial class LogFile : ILogSink, IDisposable
{
    private const int ReadWrite = 2, Create = 0x40, Append = 0x400, NonBlocking = 0x800, CloseOnExec = 0x80000;
    private const int OwnerReadsAndWrites = 0x180; // 0600
    private const int TooManyLinks = 40;

    /// <summary>
    /// O_NOFOLLOW, whose number differs on ARM. For root, links are not followed: the owner of the folder could point them at any file of the system.
    /// Other users can only write their own files.
    /// </summary>
    private static readonly int NoFollowForRoot =
        !Environment.IsPrivilegedProcess ? 0 : RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x8000 : 0x20000;

    private readonly string _path;
    private readonly LogRoll? _roll;
    private readonly Lock _lock = new();
    private SafeFileHandle _file;
    private long _lost;

    private LogFile(string path, LogRoll? roll) => (_path, _roll, _file) = (path, roll, OpenChecked(path));

    /// <param name="path">
    /// Absolute. Missing folders are created for a log that rolls, which is one in the default place. In other paths they may be typing errors.
    /// </param>
    /// <param name="roll">When to move the file aside; null for never.</param>
    /// <exception cref="OmeFsException">The file cannot be written, or is something that omefs must not write to.</exception>
    public static LogFile Open(string path, LogRoll? roll = null)
    {
        var folder = Path.GetDirectoryName(path)!;
        if (roll is null && !Directory.Exists(folder))
            throw new OmeFsException(FaultKind.NotFound, $"the log {path} cannot be written: there is no folder {folder}");
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception cause) when (SystemFault.Is(cause))
        {
            throw new OmeFsException(FaultKind.AccessRefused, $"the log {path} cannot be written: {SystemFault.Words(cause)}", cause);
        }
        return new LogFile(path, roll);
    }

    /// <summary>Why the last line could not be written; null if it was.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Never throws, because a full disk must not end a mount. The next line that can be written says how many lines were lost.</summary>
    public void Write(string line)
    {
        lock (_lock)
        {
            FollowName();
            var lines = _lost == 0 ? line : LogLine.Spell(DateTime.Now, LogLevel.Warning, $"{_lost} line(s) of this log could not be written") + '\n' + line;
            _lost = Appended(lines) ? 0 : _lost + 1;
            if (_roll?.IsDue(_file) == true && _roll.Move(_path, _file))
                FollowName();
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>
    /// Opens the file that now has the name if the open one was moved, by logrotate or by another mount that rolled it. If the new file may not be
    /// written to, the open one is still used.
    /// </summary>
    private void FollowName()
    {
        if (FileStatus.Of(_file).IsSameAs(FileStatus.OfPath(_path)) || FileStatus.OfPath(_path).Form == FileForm.Link)
            return;
        try
        {
            var next = OpenChecked(_path);
            _file.Dispose();
            _file = next;
        }
        catch (OmeFsException)
        {
            // Not reported: the report would go to this log, which is complete.
        }
    }

    private bool Appended(string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line + '\n');
        var written = write(_file, bytes, bytes.Length);
        // A part of a line is written if the disk is full after it.
        Trouble = written == bytes.Length ? null : written < 0 ? SystemFault.Words(Marshal.GetLastPInvokeError()) : "the disk is full";
        return Trouble is null;
    }

    private static SafeFileHandle OpenChecked(string path)
    {
        // Opening a device may have effects, so the path is checked first. The opened file is checked again.
        if (FileStatus.OfPath(path).Form is FileForm.Other or FileForm.Folder)
            throw NoFile(path);
        var file = new SafeFileHandle(open(path, ReadWrite | Append | Create | NonBlocking | CloseOnExec | NoFollowForRoot, OwnerReadsAndWrites), ownsHandle: true);
        if (file.IsInvalid)
            throw Refusal(path, Marshal.GetLastPInvokeError());
        try
        {
            var status = FileStatus.Of(file);
            if (status.Form != FileForm.File)
                throw NoFile(path);
            if (status.Size > 0 && !LogLine.BeginsLog(FirstBytes(file)))
                throw new OmeFsException(
                    FaultKind.AccessRefused, $"{path} is there already and is not a log of omefs; it was not changed. Name another file for the log");
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static byte[] FirstBytes(SafeFileHandle file)
    {
        var start = new byte[LogLine.LongestStart];
        return start[..RandomAccess.Read(file, start, 0)];
    }

    private static OmeFsException NoFile(string path) =>
        new(FaultKind.AccessRefused, $"the log {path} is a folder, a pipe or a device; the name of a file expected");

    private static OmeFsException Refusal(string path, int error) => error == TooManyLinks
        ? new OmeFsException(FaultKind.AccessRefused, $"the log {path} is a symbolic link, which root does not follow; name the file itself")
        : new OmeFsException(FaultKind.AccessRefused, $"the log {path} cannot be written: {Marshal.GetPInvokeErrorMessage(error)}");

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags, int mode);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint write(SafeFileHandle file, byte[] bytes, nint length);
}
