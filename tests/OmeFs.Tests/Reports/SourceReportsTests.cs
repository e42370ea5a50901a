using OmeFs.Composition;
using OmeFs.Core.Sources;
using OmeFs.Settings;
using OmeFs.Testing;

namespace OmeFs.Tests.Reports;

/// <summary>What `inspect` counts, and what it does not because a file merely claims it.</summary>
public sealed class SourceReportsTests
{
    public static TheoryData<string> ThatClaimTooMuch => ["xml-sizet-int.tif", "xml-sizez-int.tif", "xml-all-sizes-int.tif", "omexml-claims-planes.ome.xml"];

    [Theory]
    [MemberData(nameof(ThatClaimTooMuch))]
    public async Task Planes_that_a_file_merely_claims_are_not_shown(string name)
    {
        using var opened = await ImageSource.OpenAsync(SourceAddress.OfPath(Path.Combine(Repository.Fixtures, "malformed", name)), new ViewSettings(), default);
        var report = await SourceReports.CountedAsync(opened, _ => { }, default);
        Assert.Equal(1, Assert.Single(report.Series).Axes.Where(axis => axis.Name is "t" or "z").Max(axis => axis.Length));
        Assert.Contains(report.Notices, notice => notice.Contains("far more than there are planes for", StringComparison.Ordinal));
    }

    /// <summary>Rows of a mebibyte are chunks: eight for each of a million planes that are not there.</summary>
    [Fact]
    public async Task Chunks_that_a_file_merely_claims_are_not_walked()
    {
        var path = Path.Combine(Repository.Scratch, "claims-rows.ome.xml");
        await File.WriteAllTextAsync(
            path,
            "<OME xmlns=\"http://www.openmicroscopy.org/Schemas/OME/2016-06\"><Image ID=\"Image:0\"><Pixels ID=\"Pixels:0\" DimensionOrder=\"XYZCT\" Type=\"uint8\" "
            + "SizeX=\"1048576\" SizeY=\"8\" SizeZ=\"1000000\" SizeC=\"1\" SizeT=\"1\"><BinData Length=\"0\"/><BinData Length=\"4\">AAAA</BinData></Pixels></Image></OME>");
        using var opened = await ImageSource.OpenAsync(SourceAddress.OfPath(path), new ViewSettings(), default);
        var report = await SourceReports.CountedAsync(opened, level => Assert.Fail($"level {level} is counted"), default);
        Assert.Contains(report.Notices, notice => notice.Contains("the missing chunks of 1 level(s) were not counted", StringComparison.Ordinal));
    }

    /// <summary>One strip of two terabytes in a file of 120 bytes: two million chunks, of which none can be missing.</summary>
    [Fact]
    public async Task Chunks_that_a_small_file_has_no_room_for_are_not_walked()
    {
        var path = Path.Combine(Repository.Scratch, "claims-strip.tif");
        var (tiff, ifd) = (new BinaryWriter(File.Create(path)), (ushort[])[256, 257, 258, 259, 262, 273, 278, 279]);
        tiff.Write("II*\0"u8);
        tiff.Write(8);
        tiff.Write((short)ifd.Length);
        foreach (var (tag, value) in ifd.Zip((int[])[2048, 1 << 30, 8, 1, 1, 8, 1 << 30, 100]))
        {
            tiff.Write(tag);
            tiff.Write((short)4);
            tiff.Write(1);
            tiff.Write(value);
        }
        tiff.Write(0);
        tiff.Dispose();
        using var opened = await ImageSource.OpenAsync(SourceAddress.OfPath(path), new ViewSettings(), default);
        Assert.Equal(1 << 30, opened.View.Images[0].Levels[0].Shape.Y);
        var report = await SourceReports.CountedAsync(opened, level => Assert.Fail($"level {level} is counted"), default);
        Assert.Contains(report.Notices, notice => notice.Contains("the missing chunks of 1 level(s) were not counted", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Missing_chunks_of_a_sparse_file_are_counted()
    {
        using var opened = await ImageSource.OpenAsync(SourceAddress.OfPath(Repository.Fixture("sparse-le.tif")), new ViewSettings(), default);
        var counted = new List<string>();
        var report = await SourceReports.CountedAsync(opened, counted.Add, default);
        Assert.NotEmpty(counted);
        Assert.Contains(report.Series[0].Levels, level => level.ChunksByOrigin.ContainsKey("missing"));
        Assert.DoesNotContain(report.Notices, notice => notice.Contains("not counted", StringComparison.Ordinal));
    }
}
