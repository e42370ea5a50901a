using OmeFs.Core.Codecs;
using OmeFs.Core.Codecs.Native;
using OmeFs.Core.Codecs.Samples;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Tests.Codecs.Native;

/// <summary>Compares what the native codecs make of a file with an uncompressed copy somebody else made.</summary>
internal static class Against
{
    /// <summary>The pixels of an IFD as the native codecs give them, in host order and with the predictor undone.</summary>
    /// <param name="absence">Why the native library is left out, so that others take its place; null to use it.</param>
    public static async Task<byte[][]> DecodeAsync(SegmentFile file, int ifd, string? absence = null)
    {
        var layout = file.Tiff.Ifds.LayoutOf(ifd);
        var tags = await file.TagsAsync(ifd);
        var bigEndian = file.Tiff.Header.BigEndian;
        var codec = absence is null && NativeForms.Kind(layout.Compression) == NativeKind.Bytes
            ? new LibTiffSegmentCodec(layout, bigEndian, tags, undoPredictor: true)
            : NativeCodecs.For(layout, bigEndian, tags, absence);
        return await file.PixelsAsync(ifd, codec, codec.Form);
    }

    /// <summary>How many IFDs were the same; throws at the first that is not.</summary>
    public static async Task<int> CompareAsync(string path, string uncompressed, Func<Compression, bool> wanted, string? absence = null)
    {
        using var file = await SegmentFile.OpenAsync(path);
        using var copy = await SegmentFile.OpenAsync(uncompressed);
        var same = 0;
        for (var ifd = 0; ifd < Math.Min(file.Tiff.Ifds.Count, copy.Tiff.Ifds.Count); ifd++)
        {
            // tiffcp 4.5.0 mixes up planes that are tiled: numpy and zlib give what is found here.
            if (!wanted(file.Tiff.Ifds.LayoutOf(ifd).Compression) || file.Tiff.Ifds.LayoutOf(ifd) is { Planar: true, Tiled: true })
                continue;
            var layout = copy.Tiff.Ifds.LayoutOf(ifd);
            Assert.Equal(Compression.None, layout.Compression);
            Assert.False(copy.Tiff.Header.BigEndian);
            var expected = await copy.PixelsAsync(ifd, new NoCodec(), new DecodedForm(layout.SamplesPerSegment, layout.BitsPerSample, false));
            if (layout.ReversedBits)
                foreach (var plane in expected)
                    SampleUnpacker.ReverseBits(plane);
            var found = await DecodeAsync(file, ifd, absence);
            Assert.Equal(expected.Length, found.Length);
            for (var plane = 0; plane < found.Length; plane++)
                Assert.True(expected[plane].AsSpan().SequenceEqual(found[plane]), $"{path}: IFD {ifd}, plane {plane}: {Differences(expected[plane], found[plane])}");
            same++;
        }
        return same;
    }

    public static string Differences(byte[] expected, byte[] found)
    {
        if (expected.Length != found.Length)
            return $"{expected.Length} bytes expected, found {found.Length}";
        var (count, most) = (0, 0);
        for (var i = 0; i < expected.Length; i++)
            if (expected[i] != found[i])
                (count, most) = (count + 1, Math.Max(most, Math.Abs(expected[i] - found[i])));
        return $"{count} of {expected.Length} bytes differ, by up to {most}, the first at {expected.AsSpan().CommonPrefixLength(found)}";
    }
}
