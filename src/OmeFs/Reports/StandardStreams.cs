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
    private const string Descriptors = "/proc/self/fd";
    private const int Output = 1, Error = 2;
    private const int GetFlags = 3, AccessMode = 3, ReadOnly = 0; // of fcntl
    private const int BadDescriptor = 9; // EBADF
    private const int FileTooLarge = 25, Ignore = 1; // SIGXFSZ, SIG_IGN

    /// <summary>The runtime opens a handful of descriptors before it runs us. Those take the numbers of streams that were closed.</summary>
    private const int FirstDescriptors = 8;

    /// <summary>Once, before anything is written.</summary>
    public static void Guard()
    {
        _ = signal(FileTooLarge, Ignore); // so that a limit (ulimit -f) is an error, not the end
        Console.SetOut(new Writer(OpenOutput, Refused));
        Console.SetError(new Writer(() => Open(Error, Console.OpenStandardError), _ => null));
    }

    /// <summary>For bytes. What it throws is for <see cref="Refused"/>.</summary>
    public static Stream OpenOutput() => Open(Output, Console.OpenStandardOutput);

    public static OmeFsException Refused(Exception cause) =>
        new(FaultKind.SourceFailed, $"standard output cannot be written: {SystemFault.Words(cause)}", cause);

    private static Stream Open(int descriptor, Func<Stream> open) =>
        IsPipeToOurselves(descriptor) ? throw new UnauthorizedAccessException("", new IOException("", BadDescriptor)) : open();

    /// <summary>Whether the stream was closed and a pipe of the runtime's own has its number: what is written there would be lost, or worse.</summary>
    private static bool IsPipeToOurselves(int descriptor)
    {
        try
        {
            return PipeOf(descriptor) is { } pipe && Enumerable.Range(0, FirstDescriptors)
                .Any(other => other != descriptor && (fcntl(other, GetFlags) & AccessMode) == ReadOnly && PipeOf(other) == pipe);
        }
        catch (Exception cause) when (SystemFault.Is(cause))
        {
            return false; // there is no /proc: the write itself will tell
        }
    }

    private static string? PipeOf(int descriptor) =>
        new FileInfo($"{Descriptors}/{descriptor}").LinkTarget is { } target && target.StartsWith("pipe:", StringComparison.Ordinal) ? target : null;

    [LibraryImport("libc")]
    private static partial nint signal(int number, nint handler);

    [LibraryImport("libc")]
    private static partial int fcntl(int descriptor, int command);

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
