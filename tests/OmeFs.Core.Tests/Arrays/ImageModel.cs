using OmeFs.Core.Tests.Tiff;
using OmeFs.Core.Tiff;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Tests.Arrays;

/// <summary>
/// Random small images, each plane stored in its own way or all in one, with segments missing here and there; and what each sample must be,
/// looked up one by one.
/// </summary>
internal sealed class ImageModel
{
    private readonly TestImage[] _planes;
    private readonly ulong[] _values;
    private readonly HashSet<(int Plane, int Segment)> _missing = [];
    private readonly ulong _fill;

    public ImageModel(Random random)
    {
        BigEndian = random.Next(2) == 0;
        var first = RandomImage(random);
        var equal = random.Next(3) > 0;
        _planes = [first, .. Enumerable.Range(0, random.Next(3)).Select(_ => equal ? first : Stored(first, random))];
        _values = new ulong[_planes.Length * first.Samples * first.Width * first.Length];
        for (var i = 0; i < _values.Length; i++)
            _values[i] = (ulong)random.NextInt64(long.MinValue, long.MaxValue) & first.Mask;
        _fill = random.Next(3) == 0 && first.Format != SampleFormat.Float && first.Bits is > 3 and < 64 ? 7UL : 0;
        if (random.Next(2) == 0)
            for (var plane = 0; plane < _planes.Length; plane++)
                for (var segment = 0; segment < _planes[plane].SegmentCount; segment++)
                    if (random.Next(3) == 0)
                        _missing.Add((plane, segment));
        OffsetsType = random.Next(2) == 0 ? TiffFieldType.Long : TiffFieldType.Long8;
        CountsType = (TiffFieldType)random.Next(3, 5);
        BigTiff = OffsetsType == TiffFieldType.Long8 || random.Next(2) == 0;
    }

    public bool BigEndian { get; }

    private bool BigTiff { get; }

    private TiffFieldType OffsetsType { get; }

    private TiffFieldType CountsType { get; }

    public ArrayShape Shape => new(1, _planes[0].Samples, _planes.Length, _planes[0].Length, _planes[0].Width);

    public override string ToString() =>
        $"{(BigEndian ? "MM" : "II")} {(BigTiff ? "BigTIFF" : "TIFF")} {string.Join("\n", _planes.Select(plane => plane.ToString()))} missing {string.Join(" ", _missing)}";

    public byte[] ToTiff() => TiffWriter.Write(BigEndian, BigTiff, _planes.Select((plane, z) =>
    {
        var ifd = plane.ToIfd(BigEndian, (s, y, x) => Value(s, z, y, x), segment => _missing.Contains((z, segment)));
        (ifd.OffsetsType, ifd.CountsType) = (OffsetsType, CountsType);
        return _fill != 0 ? ifd.Text(TiffTag.GdalNoData, $"{_fill}") : ifd;
    }));

    public bool IsMissing(int c, int z, int y, int x) => _missing.Contains((z, _planes[z].SegmentOf(c, y, x)));

    /// <summary>The bytes of a sample as an array of this type shows it.</summary>
    public byte[] Sample(DataType type, int c, int z, int y, int x) => Bytes(type, IsMissing(c, z, y, x) ? _fill : Value(c, z, y, x));

    public byte[] Fill(DataType type) => Bytes(type, _fill);

    private byte[] Bytes(DataType type, ulong value)
    {
        var bits = _planes[0].Bits;
        if (type.Kind == 'i' && bits < 64 && (value >> (bits - 1)) == 1)
            value |= ulong.MaxValue << bits;
        var bytes = BitConverter.GetBytes(value)[..type.Size];
        if (type.BigEndian)
            Array.Reverse(bytes);
        return bytes;
    }

    private ulong Value(int c, int z, int y, int x) => _values[(((((z * Shape.C) + c) * Shape.Y) + y) * Shape.X) + x];

    private static TestImage RandomImage(Random random)
    {
        int[] sizes = [8, 8, 16, 16, 32, 64, 1, 2, 4, 7, 10, 12, 24, 33];
        var bits = sizes[random.Next(sizes.Length)];
        return Stored(new TestImage
        {
            Width = random.Next(1, 40),
            Length = random.Next(1, 40),
            Samples = random.Next(3) == 0 ? random.Next(2, 5) : 1,
            Bits = bits,
            Format = bits is 16 or 32 or 64 && random.Next(3) == 0 ? SampleFormat.Float : bits > 1 && random.Next(3) == 0 ? SampleFormat.Signed : SampleFormat.Unsigned,
        }, random);
    }

    private static TestImage Stored(TestImage image, Random random) => image with
    {
        Planar = image.Samples > 1 && random.Next(2) == 0,
        Tiled = random.Next(2) == 0,
        TileWidth = random.Next(1, 24),
        Rows = random.Next(1, 24),
        Deflate = random.Next(2) == 0,
        ReversedBits = random.Next(6) == 0,
    };
}
