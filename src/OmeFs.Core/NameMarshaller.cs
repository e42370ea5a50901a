using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace OmeFs.Core;

/// <summary>Passes file names to system calls as their bytes, by <see cref="NameText"/>.</summary>
[CustomMarshaller(typeof(string), MarshalMode.ManagedToUnmanagedIn, typeof(NameMarshaller))]
public static unsafe class NameMarshaller
{
    /// <summary>The name with a NUL at the end; to be freed by <see cref="Free"/>.</summary>
    public static byte* ConvertToUnmanaged(string? name)
    {
        if (name is null)
            return null;
        var bytes = NameText.BytesOf(name);
        var memory = (byte*)NativeMemory.Alloc((nuint)bytes.Length + 1);
        bytes.CopyTo(new Span<byte>(memory, bytes.Length));
        memory[bytes.Length] = 0;
        return memory;
    }

    public static void Free(byte* memory) => NativeMemory.Free(memory);
}
