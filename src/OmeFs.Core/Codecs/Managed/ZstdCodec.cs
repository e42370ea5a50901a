using OmeFs.Core.Codecs.Native;
using OmeFs.Core.Codecs.Samples;
using OmeFs.Core.Tiff;
using ZstdSharp;

namespace OmeFs.Core.Codecs.Managed;

/// <summary>Zstandard (RFC 8878) by ZstdSharp. Data after the last expected byte are ignored. Safe from many threads.</summary>
internal sealed class ZstdCodec : LayoutCodec
{
    private readonly IfdLayout _layout;

    /// <exception cref="OmeFsException"><see cref="FaultKind.Unsupported"/>.</exception>
    public ZstdCodec(in IfdLayout layout)
    {
        NativeForms.Expect(layout);
        _layout = layout;
        Form = new DecodedForm(layout.SamplesPerSegment, layout.BitsPerSample, IsFileEncoded: true);
    }

    public override DecodedForm Form { get; }

    public override int Decode(ReadOnlyMemory<byte> encoded, Span<byte> decoded)
    {
        if (encoded.IsEmpty || decoded.IsEmpty)
            throw Corrupt($"the {_layout.SegmentWord} is empty");
        var bytes = encoded.ToArray();
        if (_layout.ReversedBits)
            SampleUnpacker.ReverseBits(bytes);
        var count = Decode(bytes, decoded);
        return count == decoded.Length ? count : throw Corrupt($"{decoded.Length} bytes expected, found {count}");
    }

    private static int Decode(byte[] encoded, Span<byte> decoded)
    {
        try
        {
            using var stream = new DecompressionStream(new MemoryStream(encoded), leaveOpen: false);
            return stream.ReadAtLeast(decoded, decoded.Length, throwOnEndOfStream: false);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            throw Corrupt("the data are damaged", fault);
        }
    }

    private static OmeFsException Corrupt(string what, Exception? cause = null) => new(FaultKind.Corrupt, $"zstd: {what}", cause);
}
