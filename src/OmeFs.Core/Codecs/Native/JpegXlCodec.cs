using System.Runtime.InteropServices;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Codecs.Native;

/// <summary>JPEG XL codestreams and containers, decoded by libjxl. Samples of 9 to 15 bits are decoded to 16 bits. Safe from many threads.</summary>
internal sealed unsafe class JpegXlCodec : LayoutCodec
{
    private static readonly Lazy<string?> Absence = new(() => NativeCodecs.WhyNot(Binding.JxlVersion));

    private readonly ImageSegments _segments;

    /// <exception cref="OmeFsException"><see cref="FaultKind.Unsupported"/>: there is no libjxl, or it does not have such samples.</exception>
    public JpegXlCodec(in IfdLayout layout)
    {
        if (Absence.Value is { } absence)
            throw new OmeFsException(
                FaultKind.Unsupported,
                $"JPEG XL segments need libomefs_jxl: {absence}. Install libjxl (where omefs is built, its development package: libjxl-dev; then run install.sh again)");
        _segments = new ImageSegments(layout, layout.Format == SampleFormat.Float ? layout.BitsPerSample is 16 or 32 : layout.BitsPerSample is >= 1 and <= 16);
    }

    /// <summary>"libjxl 0.7.0"; null if it is not installed.</summary>
    public static string? LibraryName => Absence.Value is null ? Marshal.PtrToStringUTF8((nint)Binding.JxlLibraries()) : null;

    public override DecodedForm Form => _segments.Form;

    public override int Decode(ReadOnlyMemory<byte> encoded, Span<byte> decoded)
    {
        var segment = _segments.Of(encoded, decoded);
        var message = stackalloc byte[NativeMessage.Size];
        fixed (byte* from = encoded.Span)
        fixed (byte* to = decoded)
        {
            var count = Binding.JxlDecode(segment, from, (nuint)encoded.Length, to, (nuint)decoded.Length, message, NativeMessage.Size);
            return count >= 0 ? (int)count : throw _segments.Corrupt(NativeMessage.Text(message));
        }
    }
}
