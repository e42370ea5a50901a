using System.Buffers.Binary;
using System.Text.Json;
using OmeFs.Composition;
using OmeFs.Core.Arrays;
using OmeFs.Core.Sources;
using OmeFs.Core.Zarr.Model;
using OmeFs.Demo;
using OmeFs.Reports;
using OmeFs.Settings;

namespace OmeFs.Tests.Demo;

/// <summary>The sample through the whole program but the mount: opened, laid out, read, and reported.</summary>
public sealed class SampleOmeTiffTests : IAsyncLifetime, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("omefs-tests-");
    private ImageSource _opened = null!;

    public async Task InitializeAsync()
    {
        var path = Path.Join(_folder.FullName, "rings.ome.tiff");
        SampleOmeTiff.Write(path);
        _opened = await ImageSource.OpenAsync(SourceAddress.OfPath(path), new ViewSettings(), default);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _opened.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Every_pixel_is_as_it_was_written()
    {
        var array = Assert.Single(Assert.Single(_opened.View.Images).Levels);
        Assert.Equal(new ArrayShape(1, SampleOmeTiff.SizeC, SampleOmeTiff.SizeZ, SampleOmeTiff.Side, SampleOmeTiff.Side), array.Shape);
        Assert.Equal(ChunkOrigin.Stored, Assert.Single(array.Provenance.Origins).Origin);
        const int side = SampleOmeTiff.TileSide;
        var chunk = new byte[side * side * 2];
        for (var i = 0; i < array.Grid.Volume; i++)
        {
            var (c, z, y, x) = (i / 20, i / 4 % 5, i / 2 % 2, i % 2);
            Assert.Equal(chunk.Length, await array.Chunks.ReadAsync(new ChunkIndex(0, c, z, y, x), 0, chunk));
            for (var at = 0; at < side * side; at += 7)
                Assert.Equal(SampleOmeTiff.Pixel(c, z, (y * side) + (at / side), (x * side) + (at % side)), BinaryPrimitives.ReadUInt16LittleEndian(chunk.AsSpan(at * 2)));
        }
    }

    [Fact]
    public async Task The_report_as_JSON_has_this_shape()
    {
        var report = await SourceReports.CountedAsync(_opened, _ => { }, default);
        using var json = JsonDocument.Parse(JsonSerializer.Serialize(report, ReportJson.Readable.SourceReport));
        var root = json.RootElement;
        Assert.Equal(
            ["kind", "source", "format", "files", "bytes", "series", "notices", "unshown_ifds", "references", "images", "not_shown", "sources", "error"], Names(root));
        Assert.Equal("TIFF, little-endian, 10 IFDs", root.GetProperty("format").GetString());
        var series = Assert.Single(root.GetProperty("series").EnumerateArray());
        Assert.Equal(["path", "name", "reason", "axes", "channels", "levels"], Names(series));
        Assert.Equal("""[{"name":"t","length":1,"step":1,"unit":null},{"name":"c","length":2,"step":1,"unit":null},{"name":"z","length":5,"step":2,"unit":"micrometer"},"""
                + """{"name":"y","length":512,"step":0.5,"unit":"micrometer"},{"name":"x","length":512,"step":0.5,"unit":"micrometer"}]""", Compact(series.GetProperty("axes")));
        Assert.Equal("""[{"label":"Sine","color":"00FF00"},{"label":"Cosine","color":"FF0000"}]""", Compact(series.GetProperty("channels")));
        var level = Assert.Single(series.GetProperty("levels").EnumerateArray());
        Assert.Equal(["path", "shape", "chunks", "dtype", "compressor", "storage", "chunks_by_origin", "why"], Names(level));
        Assert.Equal("""{"stored":40}""", Compact(level.GetProperty("chunks_by_origin")));
        Assert.Equal("<u2", level.GetProperty("dtype").GetString());
    }

    [Fact]
    public void Mounts_as_JSON_have_this_shape()
    {
        IReadOnlyList<MountReport> mounts = [MountStates.Report("/a.tif", "/mnt", OmeFs.Fuse.Mount.MountHealth.Silent)];
        Assert.Equal("""[{"source":"/a.tif","mountpoint":"/mnt","answers":false,"state":"silent"}]""", JsonSerializer.Serialize(mounts, ReportJson.Compact.IReadOnlyListMountReport));
    }

    [Fact]
    public void The_report_that_a_daemon_announces_is_one_line_and_is_read_back()
    {
        var report = SourceReports.Of(_opened);
        var line = JsonSerializer.Serialize(report, ReportJson.Compact.SourceReport);
        Assert.DoesNotContain('\n', line);
        Assert.Equal(line, JsonSerializer.Serialize(JsonSerializer.Deserialize(line, ReportJson.Compact.SourceReport)!, ReportJson.Compact.SourceReport));
    }

    private static string[] Names(JsonElement element) => [.. element.EnumerateObject().Select(property => property.Name)];

    private static string Compact(JsonElement element) => JsonSerializer.Serialize(element);
}
