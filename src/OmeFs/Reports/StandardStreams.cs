using System.Runtime.InteropServices;
using System.Text;
using OmeFs.Core;

namespace OmeFs.Reports;

/// <summary>
/// Standard output and standard error for the whole program. If output cannot be written (full, closed), that is a fault with one line. If standard
/// error cannot be written, that is ignored: there is no way to report it. A reader that stops early (`| head`) is not an error.
/// </summary>
internal static partial class StandardStreams
{
    private const int Input = 0, Output = 1, Error = 2;
    private const int GetFlags = 1, CloseOnExec = 1; // F_GETFD, FD_CLOEXEC
    private const int ReadOnly = 0, WriteOnly = 1; // of open
    private const int BadDescriptor = 9; // EBADF
    private const int FileTooLarge = 25, Ignore = 1; // SIGXFSZ, SIG_IGN

    /// <summary>Must be called once, before anything is opened or written.</summary>
    public static void Guard()
    {
        HoldClosed();
        _ = signal(FileTooLarge, Ignore); // So that a file size limit (ulimit -f) gives an error instead of ending the process.
        Console.SetOut(new Writer(OpenOutput, Refused));
        Console.SetError(new Writer(() => Open(Error, Console.OpenStandardError), _ => null));
    }

    /// <summary>Opens standard output for bytes. Pass what it throws to <see cref="Refused"/>.</summary>
    public static Stream OpenOutput() => Open(Output, Console.OpenStandardOutput);

    public static OmeFsException Refused(Exception cause) =>
        new(FaultKind.SourceFailed, $"standard output cannot be written: {SystemFault.Words(cause)}", cause);

    /// <summary>
    /// Whether the number of a standard stream belongs to the runtime: the stream was closed, and a file that the runtime opened before it ran us got its
    /// number. Such files are marked close-on-exec; an inherited stream cannot be.
    /// </summary>
    public static bool IsTaken(int descriptor) => fcntl(descriptor, GetFlags) is > 0 and var flags && (flags & CloseOnExec) != 0;

    /// <summary>
    /// Keeps the number of a closed stream in use, by a descriptor that gives the same errors. Else the next opened file would get the number and be
    /// written to as if it were the stream.
    /// </summary>
    private static void HoldClosed()
    {
        for (var descriptor = Input; descriptor <= Error; descriptor++)
            if (fcntl(descriptor, GetFlags) < 0)
                _ = open("/dev/null", descriptor == Input ? WriteOnly : ReadOnly); // Gets the lowest free number.
    }

    private static Stream Open(int descriptor, Func<Stream> open) =>
        IsTaken(descriptor) ? throw new UnauthorizedAccessException("", new IOException("", BadDescriptor)) : open();

    [LibraryImport("libc")]
    private static partial nint signal(int number, nint handler);

    [LibraryImport("libc")]
    private static partial int fcntl(int descriptor, int command);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    /// <summary>Opens the stream at the first text.</summary>
    /// <param name="refused">Returns what to throw if the text cannot be written; null to ignore it.</param>
    private sealed class Writer(Func<Stream> open, Func<Exception, Exception?> refused) : TextWriter
    {
        private StreamWriter? _inner;

        public override Encoding Encoding { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

        public override void Write(char value) => Try(inner => inner.Write(value));

        public override void Write(char[] buffer, int index, int count) => Try(inner => inner.Write(buffer, index, count));

        public override void Write(string? value) => Try(inner => inner.Write(value));

        /// <summary>Uses one system call, so that lines of several processes do not mix.</summary>
        public override void WriteLine(string? value) => Write(value + CoreNewLine[0]);

        private void Try(Action<StreamWriter> write)
        {
            try
            {
                _inner ??= new StreamWriter(open(), Encoding, bufferSize: 4096, leaveOpen: true) { AutoFlush = true };
                write(_inner);
            }
            catch (Exception cause) when (SystemFault.Is(cause))
            {
                if (refused(cause) is { } fault)
                    throw fault;
            }
        }
    }
}
