using System.Runtime.InteropServices;
using System.Text;
using OmeFs.Core;

namespace OmeFs.Reports;

/// <summary>
/// Standard output and standard error as the whole program writes them. An output that takes nothing (full, closed) is a fault with one line; a
/// standard error that takes nothing is passed over, since nobody could be told. A reader that has had enough (`| head`) is neither.
/// </summary>
internal static partial class StandardStreams
{
    private const int Input = 0, Output = 1, Error = 2;
    private const int GetFlags = 1, CloseOnExec = 1; // F_GETFD, FD_CLOEXEC
    private const int ReadOnly = 0, WriteOnly = 1; // of open
    private const int BadDescriptor = 9; // EBADF
    private const int FileTooLarge = 25, Ignore = 1; // SIGXFSZ, SIG_IGN

    /// <summary>Once, before anything is opened or written.</summary>
    public static void Guard()
    {
        HoldClosed();
        _ = signal(FileTooLarge, Ignore); // so that a limit (ulimit -f) is an error, not the end
        Console.SetOut(new Writer(OpenOutput, Refused));
        Console.SetError(new Writer(() => Open(Error, Console.OpenStandardError), _ => null));
    }

    /// <summary>For bytes. What it throws is for <see cref="Refused"/>.</summary>
    public static Stream OpenOutput() => Open(Output, Console.OpenStandardOutput);

    public static OmeFsException Refused(Exception cause) =>
        new(FaultKind.SourceFailed, $"standard output cannot be written: {SystemFault.Words(cause)}", cause);

    /// <summary>
    /// Whether a number of a standard stream is the runtime's: the stream was closed, and a file that the runtime opened before it ran us took its
    /// number. Such files close when a program starts, which no stream that was handed on can have done.
    /// </summary>
    public static bool IsTaken(int descriptor) => fcntl(descriptor, GetFlags) is > 0 and var flags && (flags & CloseOnExec) != 0;

    /// <summary>
    /// A stream that was closed keeps its number, and refuses what it is asked as a closed one does: else the next file that is opened would
    /// be written to as if it were the stream.
    /// </summary>
    private static void HoldClosed()
    {
        for (var descriptor = Input; descriptor <= Error; descriptor++)
            if (fcntl(descriptor, GetFlags) < 0)
                _ = open("/dev/null", descriptor == Input ? WriteOnly : ReadOnly); // takes the lowest number that is free
    }

    private static Stream Open(int descriptor, Func<Stream> open) =>
        IsTaken(descriptor) ? throw new UnauthorizedAccessException("", new IOException("", BadDescriptor)) : open();

    [LibraryImport("libc")]
    private static partial nint signal(int number, nint handler);

    [LibraryImport("libc")]
    private static partial int fcntl(int descriptor, int command);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    /// <summary>Opened by the first text.</summary>
    /// <param name="refused">What to throw where the text cannot be written; null to pass it over.</param>
    private sealed class Writer(Func<Stream> open, Func<Exception, Exception?> refused) : TextWriter
    {
        private StreamWriter? _inner;

        public override Encoding Encoding { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

        public override void Write(char value) => Try(inner => inner.Write(value));

        public override void Write(char[] buffer, int index, int count) => Try(inner => inner.Write(buffer, index, count));

        public override void Write(string? value) => Try(inner => inner.Write(value));

        /// <summary>In one system call: lines of several processes do not mix.</summary>
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
