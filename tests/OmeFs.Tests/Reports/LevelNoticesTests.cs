using OmeFs.Composition;
using OmeFs.Core.Sources;
using OmeFs.Settings;
using OmeFs.Testing;

namespace OmeFs.Tests.Reports;

/// <summary>Which pyramids `inspect` warns of: those whose levels do not halve, however halves were rounded.</summary>
public sealed class LevelNoticesTests
{
    [Theory]
    [InlineData("pyramid-unmarked-4x.tif", "the levels are 4 and 16 times smaller than level 0; Viv")]
    [InlineData("pyramid-unmarked-mixed.tif", "the levels are 2 and 8 times smaller than level 0; Viv")]
    [InlineData("pyramid-unmarked-2x.tif", null)]
    [InlineData("aperio-none.svs", null)]
    [InlineData("pyramid-classic-le-none.ome.tif", null)]
    [InlineData("pyramid-rgb.ome.tif", null)]
    [InlineData("pyramid-several-images.ome.tif", null)]
    [InlineData("pyramid-one-level.ome.tif", null)]
    [InlineData("pyramid-plain-main-chain.tif", null)]
    [InlineData("vips-pyramid.tif", null)]
    [InlineData("vips-pyramid-subifd.tif", null)]
    [InlineData("cog.tif", null)]
    [InlineData("stack.tif", null)]
    public async Task Levels_that_do_not_halve_are_named(string fixture, string? notice)
    {
        using var opened = await ImageSource.OpenAsync(SourceAddress.OfPath(Repository.Fixture(fixture)), new ViewSettings(), CancellationToken.None);
        var report = await opened.CountedReportAsync(_ => { }, CancellationToken.None);
        Assert.Equal(notice is null ? 0 : 1, report.Notices.Count(one => one.Contains("Viv", StringComparison.Ordinal)));
        if (notice is not null)
            Assert.Contains(report.Notices, one => one.StartsWith(notice, StringComparison.Ordinal));
        Assert.DoesNotContain(opened.Report().Notices, one => one.Contains("Viv", StringComparison.Ordinal)); // a mount says what matters to all clients
    }
}
