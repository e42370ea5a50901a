using System.IO.Compression;
using OmeFs.Core.Codecs.Samples;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Tests.Tiff;

/// <summary>How the pixels of a test's IFD are stored, and the pixels put so, sample by sample.</summary>
internal sealed record TestImage
{
    public int Width { get; init; } = 5;

    public int Length { get; init; } = 4;

    public int Samples { get; init; } = 1;

    public int Bits { get; init; } = 8;

    public SampleFormat Format { get; init; } = SampleFormat.Unsigned;

    public bool Planar { get; init; }

    public bool Tiled { get; init; }

    /// <summary>Of a tile; strips are as wide as the image.</summary>
    public int TileWidth { get; init; } = 16;

    /// <summary>Rows of a tile or strip.</summary>
    public int Rows { get; init; } = 16;

    public bool Deflate { get; init; }

    public bool ReversedBits { get; init; }

    public bool Reduced { get; init; }

    public int SegmentWidth => Tiled ? TileWidth : Width;

    private int Across => (Width + SegmentWidth - 1) / SegmentWidth;

    private int Down => (Length + Rows - 1) / Rows;

    public int SegmentCount => Across * Down * (Planar ? Samples : 1);

    public ulong Mask => Bits == 64 ? ulong.MaxValue : (1UL << Bits) - 1;

    /// <summary>The number of the segment with a sample of a pixel.</summary>
    public int SegmentOf(int sample, int y, int x) => ((((Planar ? sample : 0) * Down) + (y / Rows)) * Across) + (x / SegmentWidth);

    /// <summary>An image of zeros.</summary>
    public TestIfd ToIfd(bool bigEndian = false) => ToIfd(bigEndian, null);

    /// <param name="pixel">The bits of sample s at y, x; null for zeros.</param>
    /// <param name="missing">Segments that are not written.</param>
    public TestIfd ToIfd(bool bigEndian, Func<int, int, int, ulong>? pixel, Func<int, bool>? missing = null)
    {
        var ifd = new TestIfd();
        if (Reduced)
            ifd.Long(TiffTag.NewSubfileType, 1);
        ifd.Long(TiffTag.ImageWidth, (ulong)Width).Long(TiffTag.ImageLength, (ulong)Length);
        ifd.Short(TiffTag.BitsPerSample, [.. Enumerable.Repeat((ulong)Bits, Samples)]);
        ifd.Short(TiffTag.Compression, Deflate ? 8UL : 1).Short(TiffTag.Photometric, Samples == 3 ? 2UL : 1);
        if (ReversedBits)
            ifd.Short(TiffTag.FillOrder, 2);
        ifd.Short(TiffTag.SamplesPerPixel, (ulong)Samples);
        if (!Tiled)
            ifd.Long(TiffTag.RowsPerStrip, (ulong)Rows);
        if (Samples > 1)
            ifd.Short(TiffTag.PlanarConfiguration, Planar ? 2UL : 1);
        if (Tiled)
            ifd.Short(TiffTag.TileWidth, (ulong)TileWidth).Short(TiffTag.TileLength, (ulong)Rows);
        ifd.Short(TiffTag.SampleFormat, [.. Enumerable.Repeat((ulong)Format, Samples)]);
        return ifd.WithSegments(Tiled, [.. Enumerable.Range(0, SegmentCount).Select(i => missing?.Invoke(i) == true ? null : Segment(i, bigEndian, pixel))]);
    }

    public static byte[] Deflated(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var zlib = new ZLibStream(stream, CompressionLevel.Fastest))
            zlib.Write(bytes);
        return stream.ToArray();
    }

    private byte[] Segment(int number, bool bigEndian, Func<int, int, int, ulong>? pixel)
    {
        var (across, down, plane) = (number % Across, number / Across % Down, number / Across / Down);
        var rows = Tiled ? Rows : Math.Min(Rows, Length - (down * Rows));
        var segment = pixel is null
            ? new byte[rows * (((SegmentWidth * (Planar ? 1 : Samples) * Bits) + 7) / 8)]
            : [.. Enumerable.Range(down * Rows, rows).SelectMany(y => Row(plane, y, across * SegmentWidth, bigEndian, pixel))];
        if (Deflate)
            segment = Deflated(segment);
        if (ReversedBits)
            SampleUnpacker.ReverseBits(segment);
        return segment;
    }

    private byte[] Row(int plane, int y, int firstX, bool bigEndian, Func<int, int, int, ulong> pixel)
    {
        var samples = new List<ulong>();
        for (var x = firstX; x < firstX + SegmentWidth; x++)
            for (var s = Planar ? plane : 0; s < (Planar ? plane + 1 : Samples); s++)
                samples.Add(x < Width && y < Length ? pixel(s, y, x) & Mask : 0);
        return Pack(samples, Bits, bigEndian);
    }

    /// <summary>Whole bytes in the file's order where TIFF has it so; all else most significant bit first.</summary>
    public static byte[] Pack(IReadOnlyList<ulong> samples, int bits, bool bigEndian)
    {
        var packed = new byte[((samples.Count * bits) + 7) / 8];
        for (var i = 0; i < samples.Count; i++)
            for (var bit = 0; bit < bits; bit++)
            {
                var lowByteFirst = !bigEndian && bits is (16 or 24 or 32 or 64);
                var source = lowByteFirst ? (bit / 8 * 8) + 7 - (bit % 8) : bits - 1 - bit;
                var at = (i * bits) + bit;
                if (((samples[i] >> source) & 1) != 0)
                    packed[at / 8] |= (byte)(0x80 >> (at % 8));
            }
        return packed;
    }
}
