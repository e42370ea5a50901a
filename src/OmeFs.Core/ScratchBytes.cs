using System.Buffers;

namespace OmeFs.Core;

/// <summary>
/// Arrays of bytes for a moment, from the shared pool if they are small. The pool keeps an array of each size for every thread, for minutes:
/// of chunks of 100 MB that would be a gigabyte which nobody uses. What is large is allocated, and left to the garbage collector.
/// </summary>
internal static class ScratchBytes
{
    /// <summary>Allocating and freeing more than this costs little, compared with filling it.</summary>
    public const int LargestPooled = 32 << 20;

    /// <summary>At least so many bytes, with anything in them. Give them back with <see cref="Return"/>.</summary>
    public static byte[] Rent(int bytes) => bytes > LargestPooled ? GC.AllocateUninitializedArray<byte>(bytes) : ArrayPool<byte>.Shared.Rent(bytes);

    public static void Return(byte[] bytes)
    {
        if (bytes.Length <= LargestPooled)
            ArrayPool<byte>.Shared.Return(bytes);
    }
}
