using OmeFs.Core.Tiff;

namespace OmeFs.Core.Codecs.Native;

/// <summary>
/// JPEG 2000 codestreams and JP2 files, decoded by OpenJPEG. Samples of 9 to 15 bits are decoded to 16 bits, those of 17 to 31 to 32 bits. Aperio's
/// compression 33003 is YCbCr, which becomes RGB; 33005 is RGB. Safe from many threads.
/// </summary>
internal sealed unsafe class Jpeg2000Codec : LayoutCodec
{
    private readonly IfdLayout _layout;
    private readonly uint _bytesPerSample;
    private readonly int _rowBytes;

    /// <exception cref="OmeFsException"><see cref="FaultKind.Unsupported"/>: OpenJPEG does not have such samples.</exception>
    public Jpeg2000Codec(in IfdLayout layout)
    {
        if (layout.BitsPerSample is < 1 or > 32 || layout.Format is not (SampleFormat.Unsigned or SampleFormat.Signed or SampleFormat.Undefined))
            throw new OmeFsException(
                FaultKind.Unsupported, $"JPEG 2000: whole numbers of 1 to 32 bits expected, found {layout.BitsPerSample} bits, {layout.Format}");
        _layout = layout;
        _bytesPerSample = layout.BitsPerSample switch { <= 8 => 1, <= 16 => 2, _ => 4 };
        Form = new DecodedForm(layout.SamplesPerSegment, (int)_bytesPerSample * 8, IsFileEncoded: false);
        var rowBytes = Form.RowBytes(layout.SegmentWidth);
        if (rowBytes * layout.SegmentLength > TiffLimits.MaxSegmentBytes)
            throw new OmeFsException(
                FaultKind.LimitExceeded, $"JPEG 2000: a {layout.SegmentWord} of {layout.SegmentWidth} x {layout.SegmentLength} pixels has more than {TiffLimits.MaxSegmentBytes} bytes");
        _rowBytes = (int)rowBytes;
    }

    public override DecodedForm Form { get; }

    public override int Decode(ReadOnlyMemory<byte> encoded, Span<byte> decoded)
    {
        var rows = decoded.Length / _rowBytes;
        if (encoded.IsEmpty || rows == 0)
            throw new OmeFsException(FaultKind.Corrupt, $"JPEG 2000: the {_layout.SegmentWord} is empty");
        var segment = new Binding.J2kSegment(
            (uint)_layout.SegmentWidth,
            (uint)rows,
            (uint)_layout.SamplesPerSegment,
            _bytesPerSample,
            _layout.Compression == Compression.Jpeg2000Aperio33003 ? 1 : 0);
        var message = stackalloc byte[NativeMessage.Size];
        fixed (byte* from = encoded.Span)
        fixed (byte* to = decoded)
        {
            var count = Binding.J2kDecode(segment, from, (nuint)encoded.Length, to, (nuint)decoded.Length, message, NativeMessage.Size);
            return count >= 0 ? (int)count : throw new OmeFsException(FaultKind.Corrupt, $"JPEG 2000: {NativeMessage.Text(message)}");
        }
    }
}
