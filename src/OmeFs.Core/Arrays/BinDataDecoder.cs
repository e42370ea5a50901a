using OmeFs.Core.BinData;
using OmeFs.Core.Codecs;
using OmeFs.Core.Codecs.Samples;
using OmeFs.Core.Sources;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Arrays;

/// <summary>
/// Reads samples of a plane from its BinData. If uncompressed, they are a range of the base64 text and are decoded into the reader's buffer.
/// Compressed samples, and bits, are decoded as a whole and cached.
/// </summary>
internal sealed class BinDataDecoder(IByteSource source, PlaneLayout plane, SegmentCache cache)
{
    /// <summary>Arbitrary, like the length of a trial: beyond this size, decoding the beginning twice costs little in comparison.</summary>
    private const long LargestWithoutTrial = 64 * 1024 * 1024;

    private const int TrialBytes = 1024 * 1024;

    private static readonly ISegmentCodec Zlib = SegmentCodecs.For(Compression.AdobeDeflate)!;
    private static readonly Bzip2Codec Bzip2 = new();

    private readonly Base64Reader _base64 = new(source);

    /// <summary>Fills a buffer with the plane's samples, little-endian.</summary>
    /// <param name="number">The index of the BinData in the document.</param>
    /// <param name="start">The first byte to read, counted in the plane as it is shown. The range must be within the plane.</param>
    public async ValueTask ReadAsync(int number, BinDataElement element, long start, Memory<byte> buffer, CancellationToken cancellation)
    {
        if (element.Compression == BinDataCompression.None && !plane.IsOneBit)
        {
            await ReadRangeAsync(element, start, buffer, cancellation);
            return;
        }
        var samples = await cache.GetAsync(new SegmentKey(this, source, 0, number), () => DecodeAsync(element));
        samples.AsSpan((int)start, buffer.Length).CopyTo(buffer.Span);
    }

    private ValueTask ReadRangeAsync(in BinDataElement element, long start, Memory<byte> buffer, CancellationToken cancellation)
    {
        if (start + buffer.Length > element.Text.DecodedBytes)
            throw Corrupt(element, $"decodes to {element.Text.DecodedBytes} bytes, {plane.Bytes} expected");
        return IsReversed(element)
            ? ReadReversedAsync(element, start, buffer, cancellation)
            : _base64.ReadAsync(element.Text, start, buffer, cancellation);
    }

    /// <summary>Reads whole samples and swaps their bytes. The range may begin or end inside a sample.</summary>
    private async ValueTask ReadReversedAsync(BinDataElement element, long start, Memory<byte> buffer, CancellationToken cancellation)
    {
        var skip = (int)(start % plane.Type.Size);
        var length = (skip + buffer.Length + plane.Type.Size - 1) / plane.Type.Size * plane.Type.Size;
        if (start - skip + length > element.Text.DecodedBytes)
            throw Corrupt(element, $"ends within a sample, after {element.Text.DecodedBytes} bytes");
        var samples = ScratchBytes.Rent(length);
        try
        {
            await _base64.ReadAsync(element.Text, start - skip, samples.AsMemory(0, length), cancellation);
            SampleUnpacker.ReverseBytes(samples.AsSpan(0, length), plane.Type);
            samples.AsSpan(skip, buffer.Length).CopyTo(buffer.Span);
        }
        finally
        {
            ScratchBytes.Return(samples);
        }
    }

    private async Task<byte[]> DecodeAsync(BinDataElement element)
    {
        var length = element.Text.DecodedBytes;
        if (length > TiffLimits.MaxSegmentBytes)
            throw Corrupt(element, $"decodes to {length} bytes, {plane.Bytes} expected");
        var encoded = ScratchBytes.Rent((int)length);
        try
        {
            await _base64.ReadAsync(element.Text, 0, encoded.AsMemory(0, (int)length));
            // Decoding is slow enough to use another thread, so that the reader can serve other requests meanwhile.
            return await Task.Run(() => Decode(element, encoded.AsMemory(0, (int)length)));
        }
        finally
        {
            ScratchBytes.Return(encoded);
        }
    }

    private byte[] Decode(in BinDataElement element, ReadOnlyMemory<byte> encoded)
    {
        ISegmentCodec codec = element.Compression switch
        {
            BinDataCompression.None => SegmentCodecs.For(Compression.None)!,
            BinDataCompression.Zlib => Zlib,
            BinDataCompression.Bzip2 => Bzip2,
        };
        // Checked before allocating what a small file merely claims.
        if (plane.LeastBytes / codec.LargestRatio > encoded.Length)
            throw Corrupt(element, $"{plane.LeastBytes} bytes expected, more than {encoded.Length} encoded ones can hold");
        if (plane.LeastBytes > LargestWithoutTrial)
            Try(codec, element, encoded);
        var samples = GC.AllocateUninitializedArray<byte>((int)plane.Bytes);
        var count = Decode(codec, element, encoded, samples);
        if (plane.IsOneBit && count < samples.Length)
            return Unpack(element, samples.AsSpan(0, count));
        if (count < samples.Length)
            throw Corrupt(element, $"decodes to {count} bytes, {plane.Bytes} expected");
        if (IsReversed(element))
            SampleUnpacker.ReverseBytes(samples, plane.Type);
        return samples;
    }

    /// <summary>bzip2 can compress a million to one, so its ratio cannot be checked. Decodes the beginning before allocating the whole length.</summary>
    private void Try(ISegmentCodec codec, in BinDataElement element, ReadOnlyMemory<byte> encoded)
    {
        var beginning = ScratchBytes.Rent(TrialBytes);
        try
        {
            var count = Decode(codec, element, encoded, beginning.AsSpan(0, TrialBytes));
            if (count < TrialBytes)
                throw Corrupt(element, $"decodes to {count} bytes, {plane.Bytes} expected");
        }
        finally
        {
            ScratchBytes.Return(beginning);
        }
    }

    private int Decode(ISegmentCodec codec, in BinDataElement element, ReadOnlyMemory<byte> encoded, Span<byte> samples)
    {
        try
        {
            return codec.Decode(encoded, samples);
        }
        catch (OmeFsException fault) when (fault.Kind == FaultKind.Corrupt)
        {
            throw Corrupt(element, fault.Message);
        }
    }

    /// <summary>The schema does not say how bits are packed. The decoded length tells byte-aligned rows from rows packed end to end.</summary>
    private byte[] Unpack(in BinDataElement element, ReadOnlySpan<byte> packed)
    {
        var rowBytes = (plane.Width + 7) / 8;
        var endToEnd = (plane.Bytes + 7) / 8;
        var samples = GC.AllocateUninitializedArray<byte>((int)plane.Bytes);
        if (packed.Length == (long)rowBytes * plane.Length)
            SampleUnpacker.UnpackOneBit(packed, rowBytes, plane.Width, samples);
        else if (packed.Length == endToEnd)
            SampleUnpacker.UnpackOneBit(packed, packed.Length, samples.Length, samples);
        else
            throw Corrupt(element, $"decodes to {packed.Length} bytes; {plane.Bytes} samples of a bit come to {plane.Bytes}, {(long)rowBytes * plane.Length} or {endToEnd}");
        return samples;
    }

    private bool IsReversed(in BinDataElement element) => plane.Type.Size > 1 && (element.BigEndian ?? plane.BigEndian);

    private OmeFsException Corrupt(in BinDataElement element, string what) =>
        new(FaultKind.Corrupt, $"{source.Name}: the BinData whose text begins at offset {element.Text.Offset}: {what}");
}
