using System.Runtime.InteropServices;

namespace OmeFs.Core.Codecs.Native;

/// <summary>What a library said, out of the buffer that was given to it.</summary>
internal static unsafe class NativeMessage
{
    /// <summary>Bytes of the buffer: longer messages are cut.</summary>
    public const int Size = 256;

    public static string Text(byte* message) => Marshal.PtrToStringUTF8((nint)message) ?? "";
}
