using OmeFs.Composition;
using OmeFs.Reports;
using OmeFs.Testing;

namespace OmeFs.Tests.Reports;

/// <summary>What `inspect` counts, and what it does not because a file merely claims it.</summary>
public sealed class SourceReportsTests
{
    public static TheoryData<string> ThatClaimTooMuch => ["xml-sizet-int.tif", "xml-sizez-int.tif", "xml-all-sizes-int.tif", "omexml-claims-planes.ome.xml"];

    [Theory]
    [MemberData(nameof(ThatClaimTooMuch))]
    public async Task Chunks_that_a_file_merely_claims_are_not_walked(string name)
    {
        using var opened = await OpenedSource.OpenAsync(Path.Combine(Repository.Fixtures, "malformed", name), new ViewOptions(), default);
        var report = await SourceReports.CountedAsync(opened, level => Assert.Fail($"level {level} is counted"), default);
        Assert.Contains(report.Notices, notice => notice.Contains("the missing chunks of 1 level(s) were not counted", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Missing_chunks_of_a_sparse_file_are_counted()
    {
        using var opened = await OpenedSource.OpenAsync(Repository.Fixture("sparse-le.tif"), new ViewOptions(), default);
        var counted = new List<string>();
        var report = await SourceReports.CountedAsync(opened, counted.Add, default);
        Assert.NotEmpty(counted);
        Assert.Contains(report.Series[0].Levels, level => level.ChunksByOrigin.ContainsKey("missing"));
        Assert.DoesNotContain(report.Notices, notice => notice.Contains("not counted", StringComparison.Ordinal));
    }
}
