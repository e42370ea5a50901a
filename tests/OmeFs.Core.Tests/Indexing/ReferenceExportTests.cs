using System.Text;
using System.Text.Json;
using OmeFs.Core.Arrays;
using OmeFs.Core.Indexing;
using OmeFs.Core.Sources;
using OmeFs.Core.Tests.Sources;
using OmeFs.Core.Tests.Tiff;
using OmeFs.Core.Tests.Zarr;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Tests.Indexing;

/// <summary>The text of the documents that are written.</summary>
public class ReferenceExportTests
{
    [Fact]
    public async Task A_key_is_a_line_and_the_URL_stands_in_one_place()
    {
        using var view = await TestView.OpenAsync(new TestImage { Width = 40, Length = 20, Tiled = true }.ToIfd());
        var plan = await IndexPlan.OfAsync(view.View, ReferenceCodecs.Strict, _ => { });
        using var stream = new MemoryStream();
        await ReferenceExport.WriteAsync(plan, ["a \"b\" ü.tif"], stream, _ => { });
        var text = Encoding.UTF8.GetString(stream.ToArray());
        using var document = JsonDocument.Parse(text);
        Assert.Equal(1, document.RootElement.GetProperty("version").GetInt32());
        Assert.Equal("a \"b\" ü.tif", document.RootElement.GetProperty("templates").GetProperty("u").GetString());
        Assert.Contains("\n\"0/0/0/0/1/2\": [\"{{u}}\", ", text, StringComparison.Ordinal);
        Assert.Equal(await view.TextAsync("0/.zarray"), document.RootElement.GetProperty("refs").GetProperty("0/.zarray").GetString());
        Assert.Equal(await view.TextAsync("OME/METADATA.ome.xml"), document.RootElement.GetProperty("refs").GetProperty("OME/METADATA.ome.xml").GetString());
    }

    /// <summary>What is in memory at a time is bounded, however many chunks there are.</summary>
    [Fact]
    public async Task A_million_chunks_are_asked_for_and_written_in_small_pieces()
    {
        const int million = 1_000_000, mostBytes = 256 * 1024;
        using var view = await TestView.OpenAsync(new TestImage { Width = 16, Length = 16, Tiled = true }.ToIfd());
        var places = new ManyPlaces(view.Source);
        var image = view.View.Images[0];
        var metadata = new ArrayMetadata([1, 1, 1, 10 * 16, million / 10 * 16], view.Array.Metadata.Chunks, view.Array.Type);
        var array = new VirtualArray(metadata, places, new Provenance("", [], 0));
        var source = view.View.Source with { Levels = [[new LevelPlan(array)]] };
        var plan = await IndexPlan.OfAsync(view.View with { Source = source, Images = [image with { Levels = [array] }] }, ReferenceCodecs.Strict, _ => { });
        var stream = new CountingStream();
        await ReferenceExport.WriteAsync(plan, ["a.tif"], stream, _ => { });
        Assert.Equal(million, plan.Ranges);
        Assert.Equal(2 * million, places.Asked);
        Assert.InRange(places.MostAtOnce, 1, GridRuns.MostChunks);
        Assert.InRange(stream.LongestWrite, 1, mostBytes);
        Assert.InRange(stream.Position, 20L * million, 60L * million);
    }

    [Theory]
    [InlineData("/d", "/d/a.tif", null, "a.tif")]
    [InlineData("/d", "/d/sub/a.tif", null, "sub/a.tif")]
    [InlineData("/d/refs", "/d/a.tif", null, "/d/a.tif")]
    [InlineData("/d", "/d/..a.tif", null, "..a.tif")]
    [InlineData("/", "/d/a.tif", null, "d/a.tif")]
    [InlineData("/d", "/d/a b#.tif", "https://host/x/", "https://host/x/a%20b%23.tif")]
    [InlineData("/d", "/d/a b.tif", "s3://bucket/x/", "s3://bucket/x/a b.tif")]
    [InlineData("/d", "/d/a.tif", "https://host/x.tif?v=1", "https://host/x.tif?v=1")]
    public void A_source_is_called_by_a_path_or_by_what_the_user_says(string folder, string source, string? url, string expected)
    {
        var names = new SourceUrls(folder, Path.GetDirectoryName(source)!, url);
        Assert.Equal([expected], names.Of([new MemorySource([], source)]));
    }

    [Theory]
    [InlineData("/d/{{a}}.tif", null, 1)]
    [InlineData("/d/a.tif", "https://host/x.tif", 2)]
    public void A_name_that_would_not_lead_to_the_source_is_refused(string source, string? url, int sources)
    {
        var names = new SourceUrls("/d", "/d", url);
        var fault = Assert.Throws<OmeFsException>(() => names.Of([.. Enumerable.Repeat(new MemorySource([], source), sources)]));
        Assert.Equal(FaultKind.Usage, fault.Kind);
    }

    [Fact]
    public async Task Offsets_are_those_of_the_main_chain()
    {
        using var view = await TestView.OpenAsync(new TestImage().ToIfd().WithSubs(new TestImage { Width = 2, Length = 2 }.ToIfd()), new TestImage().ToIfd());
        using var stream = new MemoryStream();
        await IfdOffsets.WriteAsync(view.File, stream);
        Assert.Equal($"[{view.File.Ifds[0].Offset}, {view.File.Ifds[1].Offset}]\n", Encoding.UTF8.GetString(stream.ToArray()));
    }

    /// <summary>A chunk anywhere.</summary>
    private sealed class ManyPlaces(IByteSource source) : IStoredPlaces
    {
        public long Asked { get; private set; }

        public int MostAtOnce { get; private set; }

        public ValueTask PlacesAsync(ChunkIndex first, Memory<ChunkPlace> places, CancellationToken cancellation = default)
        {
            (Asked, MostAtOnce) = (Asked + places.Length, Math.Max(MostAtOnce, places.Length));
            places.Span.Fill(ChunkPlace.At(source, 8, 16));
            return ValueTask.CompletedTask;
        }

        public ValueTask SizesAsync(ChunkIndex first, Memory<long> sizes, CancellationToken cancellation = default) => throw new NotSupportedException();

        public ValueTask<int> ReadAsync(ChunkIndex chunk, long offset, Memory<byte> buffer, CancellationToken cancellation = default) => throw new NotSupportedException();
    }

    private sealed class CountingStream : Stream
    {
        private long _length;

        public int LongestWrite { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => _length;

        public override long Position { get => _length; set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count) => (_length, LongestWrite) = (_length + count, Math.Max(LongestWrite, count));

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            (_length, LongestWrite) = (_length + buffer.Length, Math.Max(LongestWrite, buffer.Length));
            return ValueTask.CompletedTask;
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
