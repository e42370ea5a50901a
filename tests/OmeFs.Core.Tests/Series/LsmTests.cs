using System.Buffers.Binary;
using System.Text;
using OmeFs.Core.Series;
using OmeFs.Core.Tests.Sources;
using OmeFs.Core.Tests.Tiff;
using OmeFs.Core.Tests.Zarr;
using OmeFs.Core.Tiff;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Tests.Series;

/// <summary>Zeiss LSM: an IFD a plane of all channels, each followed by a thumbnail, and tag 34412 for the rest.</summary>
public class LsmTests
{
    [Fact]
    public async Task Dimensions_voxels_channels_and_time_are_those_of_the_record()
    {
        var set = await ReadAsync(Planes(6, samples: 2), new Record { Z = 3, C = 2, T = 2, ScanType = 6 });
        var series = Assert.Single(set.Series);
        Assert.Equal((new ArrayShape(2, 2, 3, 4, 5), "LSM"), (series.Shape, series.Reason));
        Assert.Equal([new AxisScale(2.5, "second"), new(2, "micrometer"), new(0.2, "micrometer"), new(0.1, "micrometer")], [series.T, series.Z, series.Y, series.X]);
        Assert.Equal([("Ch1-T1", "00FF00"), ("ChS2", "FF0000")], series.Channels.Select(channel => (channel.Label, channel.Color)));
        Assert.Single(series.Levels);
        for (var t = 0; t < 2; t++)
            for (var z = 0; z < 3; z++)
                Assert.Equal(2 * ((t * 3) + z), series.Levels[0].RowOf(z, 0, t));
        Assert.Empty(set.Notices);
    }

    /// <summary>The place of plane z, c, t among those of one position, by scan type.</summary>
    public static TheoryData<int, Func<int, int, int, int>> Orders => new()
    {
        { 0, (z, c, t) => z + (3 * (c + (2 * t))) },
        { 1, (z, c, t) => z + (3 * (c + (2 * t))) },
        { 3, (z, c, t) => t + (4 * (c + (2 * z))) },
        { 4, (z, c, t) => z + (3 * (t + (4 * c))) },
        { 6, (z, c, t) => z + (3 * (t + (4 * c))) },
        { 7, (z, c, t) => c + (2 * (t + (4 * z))) },
        { 8, (z, c, t) => c + (2 * (z + (3 * t))) },
        { 10, (z, c, t) => z + (3 * (c + (2 * t))) },
    };

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task The_scan_type_gives_the_order_of_the_IFDs(int scanType, Func<int, int, int, int> place)
    {
        var series = Assert.Single((await ReadAsync(Planes(24), new Record { Z = 3, C = 2, T = 4, ScanType = scanType })).Series);
        for (var t = 0; t < 4; t++)
            for (var c = 0; c < 2; c++)
                for (var z = 0; z < 3; z++)
                    Assert.Equal(2 * place(z, c, t), series.Levels[0].RowOf(z, c, t));
    }

    [Fact]
    public async Task Each_position_is_an_image()
    {
        var set = await ReadAsync(Planes(12), new Record { Z = 2, T = 2, Positions = 3 });
        Assert.Equal(["memory 0", "memory 1", "memory 2"], set.Series.Select(series => series.Name));
        Assert.Equal([0, 8, 16], set.Series.Select(series => series.Levels[0].RowOf(0, 0, 0)));
        Assert.All(set.Series, series => Assert.Equal(new ArrayShape(2, 1, 2, 4, 5), series.Shape));
    }

    [Fact]
    public async Task A_scan_that_was_stopped_has_missing_planes_and_a_notice()
    {
        var set = await ReadAsync(Planes(5), new Record { Z = 2, T = 4 });
        var series = Assert.Single(set.Series);
        Assert.Equal((4, 2), (series.Shape.T, series.Shape.Z));
        Assert.Equal([8, -1], [series.Levels[0].RowOf(0, 0, 2), series.Levels[0].RowOf(1, 0, 2)]);
        Assert.Contains("declares 8 planes, but the file has 5", Assert.Single(set.Notices), StringComparison.Ordinal);
    }

    public static TheoryData<Action<Record>> Untrue =>
    [
        record => record.Z = 1,
        record => record.Positions = 5,
        record => (record.Z, record.T) = (int.MaxValue, int.MaxValue),
    ];

    [Theory]
    [MemberData(nameof(Untrue))]
    public async Task A_record_that_the_IFDs_do_not_bear_out_is_ignored_with_a_notice(Action<Record> spoil)
    {
        var record = new Record { Z = 4 };
        spoil(record);
        var set = await ReadAsync(Planes(4), record);
        Assert.Equal(4, set.Series[0].Shape.Z);
        Assert.Contains(set.Notices, notice => notice.Contains("the record was ignored", StringComparison.Ordinal));
    }

    public static TheoryData<Action<byte[]>> Garbage =>
    [
        bytes => bytes[0] ^= 1,
        bytes => bytes.AsSpan(8, 100).Fill(0xFF),
        bytes => BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(108), uint.MaxValue),
        bytes => BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(108), 20),
        bytes => BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(132), uint.MaxValue - 7),
        bytes => BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(40), double.NaN),
    ];

    [Theory]
    [MemberData(nameof(Garbage))]
    public async Task Garbage_in_the_record_costs_no_pixels(Action<byte[]> spoil)
    {
        var set = await ReadAsync(Planes(4), new Record { Z = 4 }, spoil);
        Assert.Equal(4, set.Series[0].Shape.Z * set.Series[0].Shape.T);
        Assert.Equal(0, set.Series[0].Levels[0].RowOf(0, 0, 0));
    }

    [Fact]
    public async Task Thumbnails_are_no_levels_and_inspect_lists_them()
    {
        var set = await ReadAsync(Planes(6, thumbnail: new TestImage { Width = 5, Length = 2, Reduced = true }), new Record { Z = 6 });
        Assert.Single(Assert.Single(set.Series).Levels);
        var unshown = Assert.Single(UnshownIfdSurvey.Of(set));
        Assert.Equal(("IFD 1, 3, ..., 11", 6), (unshown.Ifds, unshown.Count));
        Assert.Contains("thumbnail", unshown.Reason, StringComparison.Ordinal);
    }

    /// <summary>Old ones have the offset of two numbers of bits in their place.</summary>
    [Fact]
    public async Task Bits_of_two_samples_may_be_elsewhere()
    {
        var ifds = Planes(2, samples: 2);
        var bytes = Write(ifds, new Record { Z = 2, C = 2 });
        byte[] longer = [.. bytes, 8, 0, 8, 0];
        foreach (var ifd in (TestIfd[])[ifds[0], ifds[2]])
        {
            var entry = Enumerable.Range(0, 64).Select(i => (int)ifd.Offset + 2 + (i * 12)).First(at => BitConverter.ToUInt16(longer, at) == (ushort)TiffTag.BitsPerSample);
            TiffWriter.Put(longer, entry + 8, (ulong)bytes.Length, 4, false);
        }
        using var view = await TestView.OpenAsync(longer);
        Assert.Equal(new ArrayShape(1, 2, 2, 4, 5), view.Array.Shape);
        Assert.Equal(1, (await TestView.ReadAsync(view.Array, 1, 1, 0, 0))[0]);
    }

    /// <summary>Byte counts of compressed strips are those of their pixels; the data may be longer.</summary>
    [Fact]
    public async Task Byte_counts_of_compressed_strips_mean_nothing()
    {
        var image = new TestImage { Width = 64, Length = 64, Rows = 64, Deflate = true };
        var noise = new Random(1);
        var values = new byte[64 * 64];
        noise.NextBytes(values);
        var ifds = new List<TestIfd>();
        for (var plane = 0; plane < 2; plane++)
        {
            var ifd = image.ToIfd(false, (_, y, x) => values[(y * 64) + x]);
            ifd.ChangeCounts = _ => [4096];
            ifds.AddRange(ifd, Thumbnail.ToIfd());
        }
        using var view = await TestView.OpenAsync(Write(ifds, new Record { Z = 2, Width = 64, Length = 64 }));
        var stored = await TestView.ReadAsync(view.Array, 0, 1, 0, 0);
        using var inflated = new System.IO.Compression.ZLibStream(new MemoryStream(stored), System.IO.Compression.CompressionMode.Decompress);
        var pixels = new byte[values.Length];
        inflated.ReadExactly(pixels);
        Assert.Equal(values, pixels);
    }

    /// <summary>Beyond 4 GiB: offsets are the lower 32 bits.</summary>
    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(1, 1, true)]
    [InlineData(1, 3, false)]
    [InlineData(2, 3, false)]
    public async Task Offsets_beyond_4_GiB_are_unwrapped(int positions, int times, bool thumbnailFirst)
    {
        const int z = 2, samples = 2;
        var planes = positions * times * z;
        var side = (int)Math.Sqrt(6.5e9 / planes / samples);
        var source = BigLsm(positions, times, z, samples, side, thumbnailFirst);
        var set = await SeriesReader.ReadAsync(await TiffFile.OpenAsync(source));
        Assert.Equal(positions, set.Series.Count);
        var range = new ByteRange[1];
        for (var plane = 0; plane < planes; plane++)
            for (var sample = 0; sample < samples; sample++)
            {
                var (position, t, inStack) = (plane / z / times, plane / z % times, plane % z);
                Assert.True(set.Series[position].Levels[0].TryFind(inStack, 0, t, out var ifd));
                await ifd.File.Segments.ReadAsync(ifd.Record, ifd.Layout, sample, range, default);
                var first = new byte[1];
                await source.ReadAtAsync(range[0].Offset, first);
                Assert.Equal((plane * samples) + sample + 1, first[0]);
            }
    }

    /// <summary>As <see cref="Planes"/>: z in t in position by IFDs, but stored position in t.</summary>
    private static SparseSource BigLsm(int positions, int times, int z, int samples, int side, bool thumbnailFirst)
    {
        var strip = (long)side * side;
        var planes = positions * times * z;
        var offsets = new long[planes];
        var at = 1L << 20;
        for (var t = 0; t < times; t++)
            for (var position = 0; position < positions; position++)
                for (var i = 0; i < z; i++)
                {
                    offsets[(((position * times) + t) * z) + i] = at;
                    at += (samples * strip) + 512;
                }
        var ifds = new List<TestIfd>();
        for (var plane = 0; plane < planes; plane++)
        {
            var big = new TestImage { Width = 1, Length = 1, Samples = samples, Planar = true }.ToIfd();
            big.Remove(TiffTag.ImageWidth).Remove(TiffTag.ImageLength).Remove(TiffTag.RowsPerStrip);
            big.Long(TiffTag.ImageWidth, (ulong)side).Long(TiffTag.ImageLength, (ulong)side);
            var start = offsets[plane] + (thumbnailFirst ? 256 : 0);
            big.ChangeOffsets = _ => [.. Enumerable.Range(0, samples).Select(sample => (ulong)(uint)(start + (sample * strip)))];
            big.ChangeCounts = _ => [.. Enumerable.Repeat((ulong)strip, samples)];
            var small = Thumbnail.ToIfd();
            var thumbnailAt = thumbnailFirst ? offsets[plane] : start + (samples * strip);
            small.ChangeOffsets = _ => [(ulong)(uint)thumbnailAt];
            ifds.AddRange(big, small);
        }
        var source = new SparseSource(Write(ifds, new Record { Z = z, T = times, C = samples, Positions = positions, Width = side, Length = side, ScanType = 6 }), at);
        for (var plane = 0; plane < planes; plane++)
            for (var sample = 0; sample < samples; sample++)
                source.Put(offsets[plane] + (thumbnailFirst ? 256 : 0) + (sample * strip), (byte)((plane * samples) + sample + 1));
        return source;
    }

    private static readonly TestImage Thumbnail = new() { Width = 2, Length = 2, Reduced = true };

    private static List<TestIfd> Planes(int count, int samples = 1, TestImage? thumbnail = null) =>
    [
        .. Enumerable.Range(0, count).SelectMany(plane => (TestIfd[])[
            new TestImage { Samples = samples, Planar = samples > 1 }.ToIfd(false, (_, _, _) => (ulong)plane),
            (thumbnail ?? Thumbnail).ToIfd(),
        ]),
    ];

    private static async Task<SeriesSet> ReadAsync(List<TestIfd> ifds, Record record, Action<byte[]>? spoil = null) =>
        await SeriesReader.ReadAsync(await TestFiles.OpenAsync(Write(ifds, record, spoil)));

    /// <summary>The record, its channels and its time stamps are written behind the file, and found by their offsets.</summary>
    private static byte[] Write(List<TestIfd> ifds, Record record, Action<byte[]>? spoil = null)
    {
        ifds[0].Entries.Add(new TestEntry((ushort)TiffTag.CzLsmInfo, TiffFieldType.Byte, [], new byte[500]));
        var bytes = TiffWriter.Write(ifds);
        var colors = Colors("Ch1-T1", "ChS2");
        var info = record.Bytes((uint)bytes.Length, (uint)(bytes.Length + colors.Length));
        spoil?.Invoke(info);
        var entry = Enumerable.Range(0, 64).Select(i => (int)ifds[0].Offset + 2 + (i * 12)).First(at => BitConverter.ToUInt16(bytes, at) == (ushort)TiffTag.CzLsmInfo);
        info.CopyTo(bytes, BitConverter.ToInt32(bytes, entry + 8));
        return [.. bytes, .. colors, .. Stamps(100, 102, 105)];
    }

    private static byte[] Colors(params string[] names)
    {
        var (head, text) = (new byte[24 + (4 * names.Length)], new List<byte>());
        foreach (var name in names)
        {
            text.AddRange(BitConverter.GetBytes(name.Length + 1));
            text.AddRange(Encoding.Latin1.GetBytes(name + "\0"));
        }
        uint[] numbers = [(uint)(head.Length + text.Count), (uint)names.Length, (uint)names.Length, 24, (uint)head.Length, 0];
        for (var i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(4 * i), numbers[i]);
        byte[][] colors = [[0, 255, 0, 0], [255, 0, 0, 0]];
        for (var i = 0; i < names.Length; i++)
            colors[i].CopyTo(head, 24 + (4 * i));
        return [.. head, .. text];
    }

    private static byte[] Stamps(params double[] seconds) =>
        [.. BitConverter.GetBytes(8 + (8 * seconds.Length)), .. BitConverter.GetBytes(seconds.Length), .. seconds.SelectMany(BitConverter.GetBytes)];

    /// <summary>CZ_LSMINFO.</summary>
    public sealed class Record
    {
        public int Width { get; set; } = 5;

        public int Length { get; set; } = 4;

        public int Z { get; set; } = 1;

        public int C { get; set; } = 1;

        public int T { get; set; } = 1;

        public int Positions { get; set; }

        public int ScanType { get; set; }

        public byte[] Bytes(uint colorsAt, uint stampsAt)
        {
            var bytes = new byte[500];
            int[] sizes = [0x0400_494C, 500, Width, Length, Z, C, T, 1, 2, 2];
            for (var i = 0; i < sizes.Length; i++)
                BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4 * i), sizes[i]);
            double[] voxel = [1e-7, 2e-7, 2e-6];
            for (var i = 0; i < voxel.Length; i++)
                BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(40 + (8 * i)), voxel[i]);
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(88), (ushort)ScanType);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(108), colorsAt);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(132), stampsAt);
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(264), Positions);
            return bytes;
        }
    }
}
