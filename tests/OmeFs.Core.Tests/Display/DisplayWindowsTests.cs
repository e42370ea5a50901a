using System.Text.Json.Nodes;
using OmeFs.Core.Display;
using OmeFs.Core.Tests.Ome;
using OmeFs.Core.Tests.Tiff;
using OmeFs.Core.Tests.Zarr;
using OmeFs.Core.Tiff;
using OmeFs.Core.Tree;

namespace OmeFs.Core.Tests.Display;

/// <summary>What channels show black and in full colour. The pixels of real clients are held against numpy in OmeFs.Clients.Tests.</summary>
[CollectionDefinition(nameof(DisplayWindowsTests), DisableParallelization = true)]
[Collection(nameof(DisplayWindowsTests))]
public sealed class DisplayWindowsTests
{
    private static readonly TestImage Small = new() { Width = 20, Length = 20, Bits = 16 };
    private static readonly TestImage Large = new() { Width = 64, Length = 64, Bits = 16, Tiled = true };

    private static ulong Float(float value) => BitConverter.SingleToUInt32Bits(value);

    public static TheoryData<string, int, SampleFormat, Func<int, ulong>, double[]> OneChannel => new()
    {
        { "12 bits in 16", 16, SampleFormat.Unsigned, i => 100 + (ulong)i * 9, [0, 65535, 100, 3691] },
        { "a dark picture of 8 bits", 8, SampleFormat.Unsigned, i => (ulong)i % 40, [0, 255, 0, 39] },
        { "a mask", 8, SampleFormat.Unsigned, i => (ulong)i % 2, [0, 255, 0, 1] },
        { "a mask with one pixel", 8, SampleFormat.Unsigned, i => i == 7 ? 3UL : 0, [0, 255, 0, 3] },
        { "12 bits", 12, SampleFormat.Unsigned, i => 50 + (ulong)i, [0, 4095, 50, 449] },
        { "labels", 32, SampleFormat.Unsigned, i => (ulong)i / 100, [0, 4294967295, 0, 3] },
        { "64 bits", 64, SampleFormat.Unsigned, i => (ulong)i << 40, [0, 18446744073709551615.0, 0, 399L << 40] },
        { "signed bytes", 8, SampleFormat.Signed, i => (ulong)((i % 50) - 20), [-128, 127, -20, 29] },
        { "signed", 16, SampleFormat.Signed, i => (ulong)(i - 200), [-32768, 32767, -200, 199] },
        { "signed of 32 bits", 32, SampleFormat.Signed, i => (ulong)(-1000L * i), [-2147483648, 2147483647, -399_000, 0] },
        { "signed of 64 bits", 64, SampleFormat.Signed, i => (ulong)(-1000L * i), [-9223372036854775808, 9223372036854775807, -399_000, 0] },
        { "floats", 32, SampleFormat.Float, i => Float(i - 10.5f), [-10.5, 388.5, -10.5, 388.5] },
        { "probabilities", 32, SampleFormat.Float, i => Float((i + 1) / 512f), [0, 1, 1 / 512.0, 400 / 512.0] },
        { "doubles", 64, SampleFormat.Float, i => BitConverter.DoubleToUInt64Bits(i * 1e100), [0, 399 * 1e100, 0, 399 * 1e100] },
        { "half floats", 16, SampleFormat.Float, i => BitConverter.HalfToUInt16Bits((Half)(2 * i)), [0, 798, 0, 798] },
        { "floats and what is no number", 32, SampleFormat.Float, i => Float(i switch { 0 => float.NaN, 1 => float.PositiveInfinity, 2 => float.NegativeInfinity, _ => i }), [3, 399, 3, 399] },
        { "no number at all", 32, SampleFormat.Float, _ => Float(float.NaN), [0, 1, 0, 1] },
        { "one value", 16, SampleFormat.Unsigned, _ => 700, [0, 65535, 0, 65535] },
        { "one value of floats", 32, SampleFormat.Float, _ => Float(700), [0, 700, 0, 700] },
        { "one value of floats below 0", 32, SampleFormat.Float, _ => Float(-700), [-700, 0, -700, 0] },
        { "one bit", 1, SampleFormat.Unsigned, i => (ulong)i % 2, [0, 1, 0, 1] },
    };

    [Theory, MemberData(nameof(OneChannel))]
    public async Task A_channel_shows_what_its_pixels_have(string _, int bits, SampleFormat format, Func<int, ulong> pixel, double[] window)
    {
        foreach (var bigEndian in (bool[])[false, true])
            foreach (var deflate in (bool[])[false, true])
            {
                var image = Small with { Bits = bits, Format = format, Deflate = deflate };
                using var view = await TestView.OpenAsync(TiffWriter.Write(bigEndian, false, image.ToIfd(bigEndian, (_, y, x) => pixel((y * 20) + x))));
                await ShowsAsync(view, window);
            }
    }

    [Fact]
    public async Task Hot_pixels_do_not_darken_a_picture_and_dead_ones_do_not_lighten_it()
    {
        using var view = await TestView.OpenAsync(Large.ToIfd(false, (_, y, x) => (y, x) switch { (3, 3) or (60, 1) => 65535, (9, 9) => 0, _ => 200 + (ulong)x }));
        await ShowsAsync(view, [0, 65535, 200, 263]);
    }

    [Fact]
    public async Task What_is_bright_in_few_pixels_alone_is_seen()
    {
        using var view = await TestView.OpenAsync(Large.ToIfd(false, (_, y, x) => y == 5 && x < 3 ? 900UL : 0));
        await ShowsAsync(view, [0, 65535, 0, 900]);
    }

    [Fact]
    public async Task Each_channel_has_its_own()
    {
        foreach (var planar in (bool[])[false, true])
        {
            using var view = await TestView.OpenAsync((Small with { Samples = 2, Planar = planar }).ToIfd(false, (s, y, x) => ((ulong)s * 1000) + (ulong)(y + x)));
            await ShowsAsync(view, [0, 65535, 0, 38], [0, 65535, 1000, 1038]);
        }
    }

    /// <summary>Photographs are shown as they are; of deeper colours grey stays grey; a palette's samples are no brightness.</summary>
    [Fact]
    public async Task Colours_are_not_stretched_each_for_itself()
    {
        using var photograph = await TestView.OpenAsync((Small with { Samples = 3, Bits = 8 }).ToIfd(false, (s, _, _) => 10 + (ulong)s));
        await ShowsAsync(photograph, [0, 255, 0, 255], [0, 255, 0, 255], [0, 255, 0, 255]);
        using var deep = await TestView.OpenAsync((Small with { Samples = 3 }).ToIfd(false, (s, y, x) => ((ulong)s * 1000) + (ulong)(y + x)));
        await ShowsAsync(deep, [0, 65535, 0, 2038], [0, 65535, 0, 2038], [0, 65535, 0, 2038]);
        var palette = Small with { Bits = 8 };
        using var indexed = await TestView.OpenAsync(palette.ToIfd(false, (_, _, x) => (ulong)x).Remove(TiffTag.Photometric).Short(TiffTag.Photometric, 3)
            .Short(TiffTag.ColorMap, [.. Enumerable.Range(0, 768).Select(i => (ulong)i * 7 % 65536)]));
        await ShowsAsync(indexed, [0, 255, 0, 255]);
    }

    [Fact]
    public async Task The_files_own_word_on_it_counts()
    {
        using var imageJ = await TestView.OpenAsync(Small.ToIfd(false, (_, y, x) => (ulong)(y + x)).Text(TiffTag.ImageDescription, "ImageJ=1.53t\nmin=5.0\nmax=17.0\n"));
        await ShowsAsync(imageJ, [0, 65535, 5, 17]);
        using var nodata = await TestView.OpenAsync(Small.ToIfd(false, (_, y, x) => x == 0 ? 9999UL : (ulong)(y + x)).Text(TiffTag.GdalNoData, "9999"));
        await ShowsAsync(nodata, [0, 65535, 1, 38]);
        using var significant = await TestView.OpenAsync(Small.ToIfd(false, (_, _, _) => 7).Text(TiffTag.ImageDescription, Fixtures.Document(
            Fixtures.Image("<TiffData/>", attributes: "SignificantBits=\"12\"").Replace("uint8", "uint16", StringComparison.Ordinal))));
        await ShowsAsync(significant, [0, 65535, 0, 4095]);
    }

    /// <summary>No dark plane hides what is bright in another: of the first, middle and last t, and along z.</summary>
    [Fact]
    public async Task Planes_are_looked_at_one_by_one()
    {
        var stack = Enumerable.Range(0, 9).Select(z => Small.ToIfd(false, (_, y, x) => z == 6 ? 500 + (ulong)x : (ulong)(y + x)));
        using var view = await TestView.OpenAsync(stack);
        await ShowsAsync(view, [0, 65535, 0, 519]);
    }

    [Fact]
    public async Task Pixels_that_are_missing_or_damaged_tell_nothing_and_cost_nothing()
    {
        using var sparse = await TestView.OpenAsync(Large.ToIfd(false, (_, y, x) => 100 + (ulong)(y + x), segment => segment != 10));
        await ShowsAsync(sparse, [0, 65535, 164, 194]);
        using var empty = await TestView.OpenAsync(Large.ToIfd(false, (_, _, _) => 1, _ => true));
        await ShowsAsync(empty, [0, 65535, 0, 65535]);
        var deflated = Large with { Deflate = true };
        var damaged = deflated.ToIfd(false, (_, y, x) => 100 + (ulong)(y + x));
        damaged.WithSegments(true, [.. damaged.Segments!.Select((segment, i) => i == 10 ? segment : [1, 2, 3])]);
        using var view = await TestView.OpenAsync(damaged);
        await ShowsAsync(view, [0, 65535, 164, 194]);
        damaged.WithSegments(true, [.. damaged.Segments!.Select(_ => (byte[])[1, 2, 3])]);
        using var none = await TestView.OpenAsync(damaged);
        await ShowsAsync(none, [0, 65535, 0, 65535]);
    }

    /// <summary>Of a pyramid the smallest level that still has 65,536 pixels.</summary>
    [Fact]
    public async Task A_small_level_stands_for_all()
    {
        var levels = new[] { 1024, 256, 128 }.Select((side, level) => (Large with { Width = side, Length = side, TileWidth = 128, Rows = 128, Reduced = level > 0 })
            .ToIfd(false, (_, _, x) => ((ulong)level * 1000) + (ulong)(x % 100))).ToList();
        using var view = await TestView.OpenAsync(levels[0].WithSubs(levels[1..]));
        view.Source.Forget();
        await ShowsAsync(view, [0, 65535, 1000, 1099]);
        Assert.InRange(view.Source.BytesRead, 256 * 256 * 2, (256 * 256 * 2) + 4096);
    }

    /// <summary>Sizes are known before a pixel is read: by stat, by listings, by a mount. All documents agree, and later reads cost nothing.</summary>
    [Fact]
    public async Task Pixels_are_read_when_a_document_is_read_and_once()
    {
        using var view = await TestView.OpenAsync(Large.ToIfd(false, (_, y, x) => (ulong)(y * x)), Small.ToIfd(false, (_, y, x) => (ulong)(y * x)));
        var names = (string[])[".zmetadata", "0/.zattrs", "1/.zattrs"];
        view.Source.Forget();
        var sizes = new List<long>();
        foreach (var name in names)
            sizes.Add((await view.FindAsync(name)).Size);
        await view.Tree.ListAsync(NodeId.Root, 0, new TreeEntry[16]);
        Assert.Empty(view.Source.Reads);
        var whole = JsonNode.Parse((await view.TextAsync(names[0]))!)!["metadata"]!;
        Assert.NotEmpty(view.Source.Reads);
        view.Source.Forget();
        foreach (var (name, size) in names.Zip(sizes).Skip(1))
        {
            var text = (await view.TextAsync(name))!;
            Assert.Equal(size, text.Length);
            Assert.True(JsonNode.DeepEquals(whole[name], JsonNode.Parse(text)), name);
        }
        Assert.Empty(view.Source.Reads);
    }

    /// <summary>However large or many the images are: 8 MiB a channel, unless one chunk has to be decoded whole.</summary>
    [Theory]
    [InlineData(1, 1, 64 << 20, 8 << 20, 4096)]
    [InlineData(1, 8, 32 << 20, 8 << 20, 512)]
    [InlineData(100, 3, (512 << 20) / 100 / 3, (512 << 20) / 100 / 3, 13)]
    [InlineData(20_000, 1, (512 << 20) / 20_000, (512 << 20) / 20_000, 0)]
    [InlineData(1, 65_535, (256 << 20) / 65_535, (256 << 20) / 65_535, 0)]
    public void The_cost_is_shared_by_all_images_and_channels(int images, int channels, long first, long bytes, int chunks)
    {
        var budget = WindowBudget.Of(images, channels);
        Assert.Equal((first, bytes, chunks), (budget.FirstChunkBytes, budget.Bytes, budget.Chunks));
    }

    /// <summary>Few bytes may claim a large chunk, so that one document must not take its memory several times over.</summary>
    [Theory]
    [InlineData(5792, true)]
    [InlineData(5793, false)]
    public async Task A_chunk_that_has_to_be_decoded_whole_has_a_bound(int side, bool measured)
    {
        // 12 bits in one deflate strip: it has to be decoded as a whole.
        var large = new TestImage { Width = side, Length = side, Bits = 12, Rows = side, Deflate = true };
        using var view = await TestView.OpenAsync(TiffWriter.Write(large.ToIfd(false, (_, _, x) => (ulong)x % 100)));
        view.Source.Forget();
        var window = Assert.Single(await WindowsAsync(view));
        Assert.Equal(measured ? [0, 4095, 0, 99] : [0, 4095, 0, 4095], window);
        Assert.Equal(measured, view.Source.BytesRead > 0);
    }

    [Fact]
    public async Task A_large_image_costs_no_more()
    {
        var large = new TestImage { Width = 4096, Length = 4096, Bits = 16, Rows = 64 };
        using var view = await TestView.OpenAsync(TiffWriter.Write(large.ToIfd()));
        view.Source.Forget();
        await WindowsAsync(view);
        Assert.InRange(view.Source.BytesRead, 1, WindowLimits.ChannelBytes + 65536);
    }

    private static async Task ShowsAsync(TestView view, params double[][] windows)
    {
        var shown = await WindowsAsync(view);
        Assert.Equal(windows, shown);
    }

    /// <summary>Minimum, maximum, start and end of each channel of the first image.</summary>
    private static async Task<double[][]> WindowsAsync(TestView view)
    {
        var attributes = JsonNode.Parse(await view.TextAsync(".zattrs") is { } text && text.Contains("omero", StringComparison.Ordinal) ? text : (await view.TextAsync("0/.zattrs"))!)!;
        return [.. attributes["omero"]!["channels"]!.AsArray().Select(channel => channel!["window"]!).Select(window =>
            ((string[])["min", "max", "start", "end"]).Select(key => (double)window[key]!).ToArray())];
    }
}
