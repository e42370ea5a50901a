namespace OmeFs.Core.Codecs.Native;

/// <summary>
/// Deflate by libdeflate, which accepts only streams of exactly the expected length. All other streams (surplus rows, a wrong checksum, a missing
/// end) are left to the managed codec, which stops when it has enough. It also decodes everything if there is no native library. The library
/// is loaded when a segment is first decoded. Safe from many threads.
/// </summary>
/// <remarks>*Measured:* 16-bit fluorescence with predictor 2: libdeflate 1.14 decodes 750 MB per second, the framework's zlib-ng 435.</remarks>
internal sealed class QuickDeflate(ISegmentCodec managed) : ISegmentCodec
{
    public int LargestRatio => managed.LargestRatio;

    public unsafe int Decode(ReadOnlyMemory<byte> encoded, Span<byte> decoded)
    {
        if (!NativeCodecs.IsAvailable)
            return managed.Decode(encoded, decoded);
        fixed (byte* from = encoded.Span)
        fixed (byte* to = decoded)
            if (Binding.Inflate(from, (nuint)encoded.Length, to, (nuint)decoded.Length) != 0)
                return decoded.Length;
        return managed.Decode(encoded, decoded);
    }
}
