using OmeFs.Core.Arrays;
using OmeFs.Core.Indexing;
using OmeFs.Core.Indexing.Export;
using OmeFs.Core.Tests.Ome;
using OmeFs.Core.Tests.Tiff;
using OmeFs.Core.Tests.Zarr;
using OmeFs.Core.Tiff;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Tests.Series;

/// <summary>What one image does not need never takes the file away: a bad IFD, pointer or text costs a notice, and no plane is taken for another.</summary>
public class BrokenIfdTests
{
    private const int Length = 3, Width = 4;

    private static readonly string Ome = Fixtures.Document(Fixtures.Image("<TiffData/>", z: 4));

    private const string ImageJ = "ImageJ=1.53\nimages=4\nslices=4\n";

    private const string Tifffile = """{"shape": [4, 3, 4], "axes": "ZYX"}""";

    /// <summary>What may be wrong behind the IFDs that hold the planes; 4 planes of the values 1 to 4.</summary>
    private static readonly Dictionary<string, Action<List<TestIfd>, List<(long At, ulong Value)>>> Behind = new()
    {
        ["next IFD past the end"] = (ifds, late) => late.Add((-1, 0x7FFF_FF00)),
        ["next IFD in the pixels"] = (ifds, late) => late.Add((-1, 10)),
        ["next IFD in the header"] = (ifds, late) => late.Add((-1, 2)),
        ["next IFD at the end"] = (ifds, late) => late.Add((-1, uint.MaxValue)),
        ["an IFD without an image"] = (ifds, _) => ifds.Add(new TestIfd().Text(TiffTag.ImageDescription, "nothing else")),
        ["an IFD without pixels"] = (ifds, _) => ifds.Add(new TestIfd().Long(TiffTag.ImageWidth, 4).Long(TiffTag.ImageLength, 4)),
        ["an IFD of no width"] = (ifds, _) => ifds.Add(new TestImage().ToIfd().Remove(TiffTag.ImageWidth).Long(TiffTag.ImageWidth, 0)),
        ["an IFD with offsets of no number"] = (ifds, _) => ifds.Add(new TestIfd().Long(TiffTag.ImageWidth, 4).Long(TiffTag.ImageLength, 4).Text(TiffTag.StripOffsets, "here")),
        ["no SubIFDs"] = (ifds, _) => ifds[0].Long(TiffTag.SubIfds),
        ["a SubIFD past the end"] = (ifds, _) => ifds[1].Long(TiffTag.SubIfds, 0x7FFF_0000),
        ["a SubIFD in the pixels"] = (ifds, _) => ifds[2].Long(TiffTag.SubIfds, 9),
        ["SubIFDs of a text"] = (ifds, _) => ifds[3].Text(TiffTag.SubIfds, "SubIFDs"),
    };

    public static TheoryData<string, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool>();
            foreach (var name in Behind.Keys)
            {
                cases.Add(name, false);
                cases.Add(name, true);
            }
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task All_planes_that_the_description_names_are_there(string name, bool imageJ)
    {
        var ifds = Planes(imageJ ? ImageJ : Ome);
        var late = new List<(long At, ulong Value)>();
        Behind[name](ifds, late);
        var bytes = TiffWriter.Write(ifds);
        foreach (var (_, value) in late)
            TiffWriter.Put(bytes, ifds[^1].NextAt, value, 4, false);
        using var view = await TestView.OpenAsync(bytes);
        var array = Assert.Single(view.View.Images).Levels[0];
        Assert.Equal(new ArrayShape(1, 1, 4, Length, Width), array.Shape);
        for (var z = 0; z < 4; z++)
            Assert.Equal(Enumerable.Repeat((byte)(z + 1), Length * Width), (await TestView.ReadAsync(array, 0, z, 0, 0)).Take(Length * Width));
    }

    /// <summary>Why the plane of one IFD cannot be shown, though others can.</summary>
    private static readonly Dictionary<string, Func<TestIfd>> Odd = new()
    {
        ["no length"] = () => Plane(9).Remove(TiffTag.ImageLength),
        ["a width beyond the limits"] = () => Plane(9).Remove(TiffTag.ImageWidth).Long(TiffTag.ImageWidth, uint.MaxValue),
        ["offsets that are a text"] = () => new TestIfd().Long(TiffTag.ImageWidth, Width).Long(TiffTag.ImageLength, Length).Text(TiffTag.StripOffsets, "here"),
        ["an unknown compression"] = () => Plane(9).Remove(TiffTag.Compression).Short(TiffTag.Compression, 44510),
        ["an unknown predictor"] = () => Plane(9).Remove(TiffTag.Compression).Short(TiffTag.Compression, 8).Short(TiffTag.Predictor, 7),
        ["samples of no type"] = () => Plane(9).Remove(TiffTag.BitsPerSample).Short(TiffTag.BitsPerSample, 37),
        ["larger samples"] = () => new TestImage { Width = Width, Length = Length, Bits = 16 }.ToIfd(),
        ["signed samples"] = () => new TestImage { Width = Width, Length = Length, Format = SampleFormat.Signed }.ToIfd(),
        ["another size"] = () => new TestImage { Width = Width + 1, Length = Length }.ToIfd(),
        ["strips that are too long"] = () => new TestImage { Width = 1, Length = 1 }.ToIfd().Remove(TiffTag.ImageLength).Remove(TiffTag.ImageWidth).Remove(TiffTag.RowsPerStrip)
            .Remove(TiffTag.Compression).Short(TiffTag.Compression, 5).Long(TiffTag.ImageWidth, 1_000_000).Long(TiffTag.ImageLength, 1_000_000),
    };

    public static TheoryData<string, string> OddPlanes
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var name in Odd.Keys)
                foreach (var description in (string[])[Ome, ImageJ, Tifffile])
                    cases.Add(name, description);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(OddPlanes))]
    public async Task A_plane_that_cannot_be_shown_is_an_error_and_no_other_takes_its_place(string name, string description)
    {
        for (var broken = 0; broken < 4; broken++)
        {
            var ifds = Planes("");
            ifds[broken] = Odd[name]();
            ifds[0].Text(TiffTag.ImageDescription, description);
            if (description == Tifffile && broken == 0)
                continue; // the description is about its own IFD
            using var view = await TestView.OpenAsync(TiffWriter.Write(ifds));
            await CheckAsync(view, broken);
        }
    }

    /// <summary>Nothing says that IFDs of another shape are planes of a stack: they are images of their own.</summary>
    [Theory]
    [InlineData("no length", 1)]
    [InlineData("no length", 2)]
    [InlineData("a width beyond the limits", 2)]
    [InlineData("offsets that are a text", 1)]
    [InlineData("an unknown compression", 0)]
    [InlineData("an unknown compression", 3)]
    [InlineData("an unknown predictor", 1)]
    public async Task A_plain_stack_keeps_the_places_of_its_planes(string name, int broken)
    {
        var ifds = Planes("");
        ifds[broken] = Odd[name]();
        using var view = await TestView.OpenAsync(TiffWriter.Write(ifds));
        await CheckAsync(view, broken);
    }

    /// <summary>Behind the last plane, or between images, nothing says whose it was.</summary>
    [Fact]
    public async Task An_IFD_that_cannot_be_read_is_no_plane_of_a_plain_stack_that_it_is_not_within()
    {
        var ifds = Planes("");
        ifds.Add(Odd["no length"]());
        using var behind = await TestView.OpenAsync(TiffWriter.Write(ifds));
        Assert.Equal(4, behind.Array.Shape.Z);
        ifds[4] = Odd["larger samples"]();
        ifds.Insert(4, Odd["no length"]());
        using var between = await TestView.OpenAsync(TiffWriter.Write(ifds));
        Assert.Equal([4, 1], between.View.Images.Select(image => image.Levels[0].Shape.Z));
        Assert.Contains(between.View.Source.Set.Notices, notice => notice.StartsWith("IFD 4 cannot be read and is not shown", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Smaller_levels_of_a_plane_that_cannot_be_read_are_errors_too(bool imageJ)
    {
        var ifds = Planes(imageJ ? ImageJ : Ome, length: 8, width: 8);
        foreach (var ifd in ifds)
            ifd.WithSubs(new TestImage { Width = 4, Length = 4, Reduced = true }.ToIfd());
        ifds[2].Remove(TiffTag.ImageLength);
        using var view = await TestView.OpenAsync(TiffWriter.Write(ifds));
        var image = Assert.Single(view.View.Images);
        Assert.Equal(2, image.Levels.Count);
        foreach (var level in image.Levels)
            await Assert.ThrowsAsync<OmeFsException>(() => TestView.ReadAsync(level, 0, 2, 0, 0));
        Assert.NotEmpty(await TestView.ReadAsync(image.Levels[1], 0, 3, 0, 0));
    }

    /// <summary>Clients would see fill values for a chunk that was left out of a document.</summary>
    [Theory]
    [InlineData("an unknown compression")]
    [InlineData("no length")]
    public async Task A_level_with_a_plane_that_cannot_be_shown_is_not_indexed(string name)
    {
        var ifds = Planes("");
        ifds[1] = Odd[name]();
        using var view = await TestView.OpenAsync(TiffWriter.Write(ifds));
        var survey = await LevelSurvey.OfAsync(view.Array, _ => { }, default);
        Assert.Contains("some of its planes cannot be shown", survey.WhyNot, StringComparison.Ordinal);
        var (_, whyNot) = await new ExportableLevel(view.View.Source.Levels[0][0].Segments!).PlanAsync();
        Assert.Contains("some of its planes cannot be shown", whyNot, StringComparison.Ordinal);
    }

    /// <summary>Four planes of which one cannot be shown.</summary>
    private static async Task CheckAsync(TestView view, int broken)
    {
        var array = Assert.Single(view.View.Images).Levels[0];
        Assert.Equal(new ArrayShape(1, 1, 4, Length, Width), array.Shape);
        for (var z = 0; z < 4; z++)
            if (z != broken)
                Assert.Equal(Enumerable.Repeat((byte)(z + 1), Length * Width), (await TestView.ReadAsync(array, 0, z, 0, 0)).Take(Length * Width));
        Assert.Equal((long[])[Length * Width], await TestView.SizesAsync(array, new ChunkIndex(0, 0, broken, 0, 0)));
        var fault = await Assert.ThrowsAsync<OmeFsException>(() => TestView.ReadAsync(array, 0, broken, 0, 0));
        Assert.True(fault.Kind is FaultKind.Corrupt or FaultKind.Unsupported);
        Assert.Contains($"IFD {broken} at offset", fault.Message, StringComparison.Ordinal);
        Assert.Contains(view.View.Source.Set.Notices, notice => notice.Contains($"IFD {broken}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Planes_of_a_file_that_is_cut_short_are_missing_and_a_notice_says_so(bool imageJ)
    {
        var ifds = Planes(imageJ ? ImageJ : Ome);
        var bytes = TiffWriter.Write(ifds);
        using var view = await TestView.OpenAsync(bytes[..(int)(ifds[3].Offset + 20)]);
        var array = Assert.Single(view.View.Images).Levels[0];
        Assert.Equal(new ArrayShape(1, 1, 4, Length, Width), array.Shape);
        Assert.Equal(3, (await TestView.ReadAsync(array, 0, 2, 0, 0))[0]);
        Assert.Equal(IChunkStoreMissing, (await TestView.SizesAsync(array, new ChunkIndex(0, 0, 3, 0, 0)))[0]);
        Assert.Contains(view.View.Source.Set.Notices, notice => notice.Contains("the file is cut short (an unfinished copy or download?)", StringComparison.Ordinal));
    }

    /// <summary>Images of which no TiffData names an IFD follow each other; the lack of the last one's IFD does not move the others.</summary>
    [Fact]
    public async Task Images_keep_their_places_in_a_file_that_is_cut_short()
    {
        var ifds = Planes(Fixtures.Document(string.Concat(Enumerable.Range(0, 4).Select(id => Fixtures.Image("<TiffData/>", id: id)))));
        var bytes = TiffWriter.Write(ifds);
        using var view = await TestView.OpenAsync(bytes[..(int)(ifds[3].Offset + 20)]);
        Assert.Equal(3, view.View.Images.Count);
        for (var i = 0; i < 3; i++)
            Assert.Equal((byte)(i + 1), (await TestView.ReadAsync(view.View.Images[i].Levels[0], 0, 0, 0, 0))[0]);
    }

    [Fact]
    public async Task An_IFD_without_pixels_is_no_plane_of_a_plain_TIFF()
    {
        var ifds = Planes("");
        ifds.Insert(2, new TestIfd().Long(TiffTag.ImageWidth, Width).Long(TiffTag.ImageLength, Length));
        using var view = await TestView.OpenAsync(TiffWriter.Write(ifds));
        Assert.Equal(4, view.Array.Shape.Z);
        Assert.Equal(3, (await TestView.ReadAsync(view.Array, 0, 2, 0, 0))[0]);
    }

    [Theory]
    [InlineData(TiffTag.ImageDescription)]
    [InlineData(TiffTag.XResolution)]
    [InlineData(TiffTag.YResolution)]
    [InlineData(TiffTag.ResolutionUnit)]
    [InlineData(TiffTag.ColorMap)]
    [InlineData(TiffTag.ExtraSamples)]
    [InlineData(TiffTag.GdalNoData)]
    [InlineData(TiffTag.ImageJMetadata)]
    [InlineData(TiffTag.ImageJMetadataByteCounts)]
    [InlineData(TiffTag.MetaMorphPlanes)]
    [InlineData(TiffTag.JpegTables)]
    public async Task A_tag_whose_values_cannot_be_there_costs_no_image(TiffTag tag)
    {
        foreach (var (type, count, at) in new[] { (TiffFieldType.Ascii, uint.MaxValue, 8U), (TiffFieldType.Ascii, 5000U, 0x2000_0000U), (TiffFieldType.Double, 3U, uint.MaxValue),
            (TiffFieldType.Rational, 0U, 0U), ((TiffFieldType)77, 9U, 9U) })
        {
            var ifds = Planes("");
            ifds[0].Entries.RemoveAll(entry => entry.Tag == (ushort)tag);
            ifds[0].Long(tag, at);
            var bytes = TiffWriter.Write(ifds);
            var entry = Enumerable.Range(0, bytes.Length - 12)
                .Last(i => i >= ifds[0].Offset && i < ifds[0].NextAt && BitConverter.ToUInt16(bytes, i) == (ushort)tag && (i - ifds[0].Offset - 2) % 12 == 0);
            TiffWriter.Put(bytes, entry + 2, (ulong)type, 2, false);
            TiffWriter.Put(bytes, entry + 4, count, 4, false);
            using var view = await TestView.OpenAsync(bytes);
            Assert.Equal(4, view.Array.Shape.Z);
            Assert.Equal(2, (await TestView.ReadAsync(view.Array, 0, 1, 0, 0))[0]);
        }
    }

    private const long IChunkStoreMissing = IChunkStore.Missing;

    private static TestIfd Plane(int value, int length = Length, int width = Width) => new TestImage { Width = width, Length = length }.ToIfd(false, (_, _, _) => (ulong)value);

    /// <summary>Four planes of the values 1 to 4.</summary>
    private static List<TestIfd> Planes(string description, int length = Length, int width = Width)
    {
        List<TestIfd> ifds = [.. Enumerable.Range(1, 4).Select(value => Plane(value, length, width))];
        if (description.Length > 0)
            ifds[0].Text(TiffTag.ImageDescription, description);
        return ifds;
    }
}
