using System.Runtime.InteropServices;
using OmeFs.Core.Sources;

namespace OmeFs;

/// <summary>
/// Refuses to start if the limit on open files is too low for the runtime to load the program. It would end with a stack trace, perhaps only after
/// mounting. Writes with a system call, because the console needs descriptors too.
/// </summary>
internal static unsafe partial class OpenFilesCheck
{
    private const int StandardError = 2;

    /// <returns>The exit code; null if the limit is high enough.</returns>
    public static int? Refuse()
    {
        OpenFiles.RaiseLimit();
        if (OpenFiles.Limit is var limit && limit >= OpenFiles.LeastLimit)
            return null;
        var text = $"omefs: only {limit} files may be open, and omefs needs {OpenFiles.LeastLimit}; raise the limit, by 'ulimit -n 1024' or LimitNOFILE= of systemd\n";
        var bytes = stackalloc byte[text.Length];
        for (var i = 0; i < text.Length; i++)
            bytes[i] = (byte)text[i];
        _ = write(StandardError, bytes, (nuint)text.Length);
        return 1; // ExitCode.Failed
    }

    [LibraryImport("libc")]
    private static partial nint write(int descriptor, byte* bytes, nuint length);
}
