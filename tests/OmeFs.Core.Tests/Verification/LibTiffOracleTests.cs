using OmeFs.Core.Codecs;
using OmeFs.Core.Codecs.Native;
using OmeFs.Core.Images;
using OmeFs.Core.Sources;
using OmeFs.Core.Sources.Local;
using OmeFs.Core.Tests.Arrays;
using OmeFs.Core.Tests.Codecs.Native;
using OmeFs.Core.Tests.Tiff;
using OmeFs.Core.Tests.Zarr;
using OmeFs.Core.Tiff;
using OmeFs.Core.Verification;

namespace OmeFs.Core.Tests.Verification;

/// <summary>libtiff opens the same files by itself, and comes to the same pixels.</summary>
public class LibTiffOracleTests
{
    [SkippableFact]
    public async Task It_agrees_on_random_images()
    {
        Skip.IfNot(NativeCodecs.IsAvailable, NativeCodecs.Libraries);
        var random = new Random(21);
        var (compared, chunks) = (0L, 0L);
        using var folder = new TemporaryFolder();
        for (var i = 0; i < 80; i++)
        {
            var model = new ImageModel(random);
            var verdict = await VerifyAsync(folder, model.ToTiff());
            Assert.True(verdict.IsSound, $"image {i}: {string.Join('\n', verdict.Differences.Concat(verdict.Faults))}\n{model}");
            Assert.Equal(verdict.Chunks, verdict.Compared + verdict.NotComparable.Values.Sum());
            (compared, chunks) = (compared + verdict.Compared, chunks + verdict.Chunks);
        }
        Assert.InRange(compared, chunks * 9 / 10, chunks);
    }

    /// <summary>The view is of one file, and what libtiff opens by its name is another.</summary>
    [SkippableFact]
    public async Task It_finds_a_sample_that_differs()
    {
        Skip.IfNot(NativeCodecs.IsAvailable, NativeCodecs.Libraries);
        using var folder = new TemporaryFolder();
        var image = new TestImage { Width = 100, Length = 90, Samples = 3, Bits = 16, Deflate = true, Rows = 7 };
        foreach (var differs in (bool[])[false, true])
        {
            var ours = TiffWriter.Write(true, false, [image.ToIfd(true, Pixel)]);
            var theirs = TiffWriter.Write(true, false, [image.ToIfd(true, (s, y, x) => Pixel(s, y, x) ^ (differs && (s, y, x) == (1, 71, 99) ? 1UL : 0))]);
            var verdict = await VerifyAsync(folder, theirs, ours);
            Assert.Equal(differs ? 1 : 0, verdict.Differing);
            if (differs)
                Assert.StartsWith("pixel t 0 c 1 z 0 y 71 x 99: ", verdict.Differences[0].Words, StringComparison.Ordinal);
        }

        static ulong Pixel(int s, int y, int x) => (ulong)((s * 20_000) + (y * 200) + x) & 0xFFFF;
    }

    public static TheoryData<string, string?, string> Descriptions => new()
    {
        { Ome("<TiffData/>"), null, "OME-XML" },
        { Ome("<TiffData IFD=\"0\" PlaneCount=\"6\"/>"), null, "OME-XML" },
        { Ome(string.Concat(Enumerable.Range(0, 6).Select(i => $"<TiffData FirstZ=\"{i % 3}\" FirstC=\"{i / 3}\" IFD=\"{i}\"/>"))), null, "OME-XML" },
        { Ome(string.Concat(Enumerable.Range(0, 6).Select(i => $"<TiffData FirstZ=\"{i % 3}\" FirstC=\"{i / 3}\" IFD=\"{5 - i}\" PlaneCount=\"1\"/>"))), null, "OME-XML" },
        { "ImageJ=1.53t\nimages=6\nchannels=2\nslices=3\nhyperstack=true\n", null, "ImageJ" },
        { Ome("<TiffData/>").Replace("XYZCT", "XYZC", StringComparison.Ordinal), "DimensionOrder is 'XYZC'", "OME-XML" },
        { Ome("<TiffData/>").Replace("SizeT=\"1\"", "", StringComparison.Ordinal), "a size along z, c or t is not said", "OME-XML" },
        { Ome("<Channel Name=\"&#0;\"/><TiffData/>"), "the OME-XML is not well-formed", "OME-XML" },
        { "plain words", "the file has no OME-XML and no lines of ImageJ that say it", "" },
    };

    [SkippableTheory]
    [MemberData(nameof(Descriptions))]
    public async Task The_order_of_planes_is_judged_by_itself_or_said_not_to_be(string description, string? whyNot, string reason)
    {
        Skip.IfNot(NativeCodecs.IsAvailable, NativeCodecs.Libraries);
        using var folder = new TemporaryFolder();
        var bytes = Stack(description);
        var verdict = await VerifyAsync(folder, bytes);
        Assert.StartsWith(reason, verdict.Image.Series.Reason, StringComparison.Ordinal);
        Assert.Equal((0, 6), (verdict.Differing, verdict.Compared));
        Assert.Equal(whyNot, verdict.WhyNoPlaneOrder);
    }

    /// <summary>The plane map that is verified comes of another description than the one that is in the file by then.</summary>
    [SkippableTheory]
    [InlineData("<TiffData/>", "XYZCT", "XYCZT", 4)]
    [InlineData("<TiffData IFD=\"1\"/><TiffData FirstZ=\"1\" IFD=\"0\"/>", "IFD=\"1\"", "IFD=\"2\"", 1)]
    [InlineData("<TiffData IFD=\"1\"/><TiffData FirstZ=\"1\" IFD=\"0\"/>", "FirstZ=\"1\"", "FirstZ=\"2\"", 2)]
    public async Task A_plane_in_another_IFD_than_the_description_names_differs(string tiffData, string verified, string said, int differing)
    {
        Skip.IfNot(NativeCodecs.IsAvailable, NativeCodecs.Libraries);
        using var folder = new TemporaryFolder();
        var before = Stack(Ome(tiffData));
        var verdict = await VerifyAsync(folder, before, before, Stack(Ome(tiffData).Replace(verified, said, StringComparison.Ordinal)));
        Assert.Equal(differing, verdict.Differing);
        Assert.Contains("by a second reading of the description", verdict.Differences[0].Words, StringComparison.Ordinal);
        Assert.False(verdict.IsSound);
    }

    /// <summary>Each TiffData names all planes: to go through them takes as long as they are together.</summary>
    [SkippableFact]
    public void Planes_that_are_named_again_and_again_are_not_judged()
    {
        Skip.IfNot(NativeCodecs.IsAvailable, NativeCodecs.Libraries);
        using var folder = new TemporaryFolder();
        var (path, again) = (folder["again.tif"], string.Concat(Enumerable.Repeat("<TiffData IFD=\"0\" PlaneCount=\"1000000\"/>", 20_000)));
        File.WriteAllBytes(path, Stack(Ome(again).Replace("SizeZ=\"3\"", "SizeZ=\"500000\"", StringComparison.Ordinal)));
        Assert.True(DeclaredPlanes.TryRead(path, out var declared, out _));
        Assert.Equal("the TiffData of its file name more than 5000000 planes", declared.Of(0).WhyNot);
    }

    private static string Ome(string tiffData) => Core.Tests.Ome.Fixtures.Document(Core.Tests.Ome.Fixtures.Image(tiffData, z: 3, c: 2));

    /// <summary>Six planes, each of one value.</summary>
    private static byte[] Stack(string description)
    {
        var image = new TestImage { Width = 4, Length = 3 };
        return TiffWriter.Write([.. Enumerable.Range(0, 6)
            .Select(i => i == 0 ? image.ToIfd(false, (_, _, _) => 0).Text(TiffTag.ImageDescription, description) : image.ToIfd(false, (_, _, _) => (ulong)i))]);
    }

    [SkippableFact]
    public async Task Of_what_is_no_local_file_it_has_no_idea()
    {
        Skip.IfNot(NativeCodecs.IsAvailable, NativeCodecs.Libraries);
        using var view = await TestView.OpenAsync(new TestImage().ToIfd());
        using var opinion = LibTiffOracle.TryOpen(view.View, out _);
        var verdict = Assert.Single(await new Verifier(view.View, opinion, new VerifyOptions()).RunAsync(_ => { }));
        Assert.Equal((0, "the source is not a local file"), (verdict.Compared, Assert.Single(verdict.NotComparable).Key));
    }

    /// <param name="bytes">The file that libtiff opens.</param>
    /// <param name="shown">The file that the verified view is of, where it is another one.</param>
    /// <param name="later">What libtiff finds in the file, where that is something else than what omefs has read.</param>
    private static async Task<SeriesVerdict> VerifyAsync(TemporaryFolder folder, byte[] bytes, byte[]? shown = null, byte[]? later = null)
    {
        var path = folder["random.tif"];
        await File.WriteAllBytesAsync(path, bytes);
        using var source = FileSource.Open(path);
        using var cache = new SegmentCache(1 << 24);
        var view = await OpenAsync(source, cache);
        if (later is not null)
            await File.WriteAllBytesAsync(path, later);
        using var opinion = LibTiffOracle.TryOpen(view, out _)!;
        using var other = await TestView.OpenAsync(shown ?? bytes);
        return Assert.Single(await new Verifier(other.View, opinion, new VerifyOptions()).RunAsync(_ => { }));
    }

    private static async Task<OmeZarrView> OpenAsync(IByteSource source, SegmentCache cache) =>
        OmeZarrView.Of(await TiffImages.ReadAsync(await TiffFile.OpenAsync(source), cache), OmeZarrLayout.Auto, OmeZarrVersion.V04);
}
