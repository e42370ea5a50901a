using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using OmeFs.Core.Codecs.Native;

namespace OmeFs.Core.Codecs.JpegXr;

/// <summary>One running omefs-jxr (native/jxr_worker.c), which is beside this library. For one thread at a time. It ends when its standard input is closed.</summary>
internal sealed class JpegXrProgram : IDisposable
{
    private const int MessageBytes = 256;

    private static readonly string FileName = Path.Join(AppContext.BaseDirectory, "omefs-jxr");

    private readonly Process _process;

    /// <exception cref="OmeFsException"><see cref="FaultKind.SourceFailed"/>: it cannot be started.</exception>
    public JpegXrProgram()
    {
        try
        {
            _process = Process.Start(new ProcessStartInfo(FileName) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })!;
        }
        catch (System.ComponentModel.Win32Exception fault)
        {
            throw new OmeFsException(FaultKind.SourceFailed, $"JPEG XR: {FileName} cannot be started (error {fault.NativeErrorCode})", fault);
        }
    }

    public static bool IsInstalled => File.Exists(FileName);

    /// <summary>The number of bytes of the decoded segment, or -1 and jxrlib's message.</summary>
    /// <exception cref="IOException">The program has ended, and cannot be used again.</exception>
    public int Decode(in ImageSegment segment, ReadOnlySpan<byte> encoded, Span<byte> decoded, out string fault)
    {
        var (to, from) = (_process.StandardInput.BaseStream, _process.StandardOutput.BaseStream);
        to.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<ImageSegment>(in segment)));
        Span<byte> number = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(number, encoded.Length);
        to.Write(number);
        to.Write(encoded);
        to.Flush();
        from.ReadExactly(number);
        var count = BinaryPrimitives.ReadInt64LittleEndian(number);
        fault = "";
        if (count > decoded.Length)
            throw new IOException("omefs-jxr answered with more than it was asked for");
        if (count >= 0)
        {
            from.ReadExactly(decoded[..(int)count]);
            return (int)count;
        }
        Span<byte> message = stackalloc byte[MessageBytes];
        from.ReadExactly(message);
        var end = message.IndexOf((byte)0);
        fault = Encoding.UTF8.GetString(end < 0 ? message : message[..end]);
        return -1;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.Dispose();
    }
}
