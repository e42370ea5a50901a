using System.Runtime.InteropServices;

namespace OmeFs.Core.Codecs.Native;

/// <summary>An opened description of a segment. For one thread at a time.</summary>
internal sealed unsafe class TiffHandle : SafeHandle
{
    public TiffHandle()
        : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    /// <exception cref="OmeFsException"><see cref="FaultKind.Unsupported"/>: libtiff does not decode such segments.</exception>
    public static TiffHandle Open(ReadOnlySpan<byte> tiff)
    {
        var message = stackalloc byte[NativeMessage.Size];
        fixed (byte* bytes = tiff)
        {
            var opened = Binding.TiffOpen(bytes, (nuint)tiff.Length, message, NativeMessage.Size);
            if (!opened.IsInvalid)
                return opened;
            opened.Dispose();
            throw new OmeFsException(FaultKind.Unsupported, $"libtiff: {NativeMessage.Text(message)}");
        }
    }

    /// <summary>The number of bytes that are now in <paramref name="decoded"/>, or -1 and libtiff's message.</summary>
    public long Decode(ReadOnlySpan<byte> encoded, Span<byte> decoded, out string fault)
    {
        var message = stackalloc byte[NativeMessage.Size];
        fixed (byte* from = encoded)
        fixed (byte* to = decoded)
        {
            var count = Binding.TiffDecode(this, from, (nuint)encoded.Length, to, (nuint)decoded.Length, message, NativeMessage.Size);
            fault = count < 0 ? NativeMessage.Text(message) : "";
            return count;
        }
    }

    protected override bool ReleaseHandle()
    {
        Binding.TiffClose(handle);
        return true;
    }
}
