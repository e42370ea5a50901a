using OmeFs.Core.Codecs.Native;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Codecs.Managed;

/// <summary>CCITT fax (RLE, RLE with words, groups 3 and 4) by LibTiff.Net, which reads a TIFF of one strip. Safe from many threads.</summary>
internal sealed class FaxCodec : LayoutCodec
{
    private readonly IfdLayout _layout;
    private readonly SegmentDescription _description;

    // The library's own handler writes to standard error, for all threads.
    static FaxCodec() => BitMiracle.LibTiff.Classic.Tiff.SetErrorHandler(new SegmentFaults());

    /// <exception cref="OmeFsException"><see cref="FaultKind.Unsupported"/>.</exception>
    public FaxCodec(in IfdLayout layout, bool bigEndian, SegmentTags tags)
    {
        NativeForms.Expect(layout);
        (_layout, _description) = (layout, new SegmentDescription(layout, bigEndian, tags, asBytes: false));
        Form = new DecodedForm(layout.SamplesPerSegment, layout.BitsPerSample, IsFileEncoded: false);
    }

    public override DecodedForm Form { get; }

    public override int LargestRatio => NativeForms.LargestRatio(_layout);

    public override int Decode(ReadOnlyMemory<byte> encoded, Span<byte> decoded)
    {
        var rowBytes = (int)_layout.SegmentRowBytes;
        var rows = Math.Min(decoded.Length / rowBytes, _layout.SegmentLength);
        if (encoded.IsEmpty || rows == 0)
            throw Corrupt($"the {_layout.SegmentWord} is empty");
        // LibTiff.Net would take it for RLE; libtiff refuses it.
        if (_layout.Compression == Compression.CcittFax3 && !HasEndOfLine(encoded.Span, _layout.ReversedBits))
            throw Corrupt("group 3 without a code EOL");
        var count = rows * rowBytes;
        var pixels = ScratchBytes.Rent(count);
        try
        {
            Array.Clear(pixels, 0, count);
            Decode(new SegmentBytes(_description, rows, encoded), pixels, count);
            decoded.Clear();
            pixels.AsSpan(0, count).CopyTo(decoded);
            return count;
        }
        finally
        {
            ScratchBytes.Return(pixels);
        }
    }

    private static void Decode(SegmentBytes segment, byte[] pixels, int count)
    {
        try
        {
            // r: read; c: a single strip stays single.
            using var tiff = BitMiracle.LibTiff.Classic.Tiff.ClientOpen("segment", "rc", segment, segment);
            // A message about the description (an unusual tag) is not a fault of the segment.
            if (tiff is not null)
                segment.Fault = null;
            if (tiff?.ReadEncodedStrip(0, pixels, 0, count) == count && segment.Fault is null)
                return;
        }
        // The library has no exception of its own: with damaged data, it indexes outside its arrays.
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            throw Corrupt("the data are damaged", fault);
        }
        throw Corrupt(segment.Fault ?? "LibTiff.Net does not say why");
    }

    /// <summary>*Spec:* T.4: EOL is eleven zeros, or more as fill, and a one. Every row begins after one.</summary>
    private static bool HasEndOfLine(ReadOnlySpan<byte> encoded, bool reversedBits)
    {
        const int Zeros = 11;
        var zeros = 0;
        foreach (var eight in encoded)
            for (var bit = 0; bit < 8; bit++)
            {
                if (((eight >> (reversedBits ? bit : 7 - bit)) & 1) == 0)
                    zeros++;
                else if (zeros >= Zeros)
                    return true;
                else
                    zeros = 0;
            }
        return false;
    }

    private static OmeFsException Corrupt(string what, Exception? cause = null) => new(FaultKind.Corrupt, $"CCITT fax: {what}", cause);
}
