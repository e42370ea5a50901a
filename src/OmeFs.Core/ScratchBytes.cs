using System.Buffers;

namespace OmeFs.Core;

/// <summary>
/// Short-lived byte arrays, from the shared pool if they are small. The pool keeps an array of each size per thread for minutes; with chunks of
/// 100 MB that would waste a gigabyte. Large arrays are allocated and left to the garbage collector.
/// </summary>
internal static class ScratchBytes
{
    /// <summary>Allocating and freeing more than this costs little, compared with filling it.</summary>
    public const int LargestPooled = 32 << 20;

    /// <summary>An array of at least this many bytes, with undefined content. Give it back with <see cref="Return"/>.</summary>
    public static byte[] Rent(int bytes) => bytes > LargestPooled ? GC.AllocateUninitializedArray<byte>(bytes) : ArrayPool<byte>.Shared.Rent(bytes);

    public static void Return(byte[] bytes)
    {
        if (bytes.Length <= LargestPooled)
            ArrayPool<byte>.Shared.Return(bytes);
    }
}
