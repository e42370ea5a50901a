using System.Runtime.InteropServices;

namespace OmeFs.Core.Codecs.Native;

/// <summary>Reads a library's message from the buffer that was passed to it.</summary>
internal static unsafe class NativeMessage
{
    /// <summary>Bytes of the buffer; longer messages are truncated.</summary>
    public const int Size = 256;

    public static string Text(byte* message) => Marshal.PtrToStringUTF8((nint)message) ?? "";
}
