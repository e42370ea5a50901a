using System.Security.Cryptography;
using OmeFs.Core.Arrays;
using OmeFs.Core.Tests.Arrays;
using OmeFs.Core.Tests.Tiff;
using OmeFs.Core.Tests.Zarr;
using OmeFs.Core.Tiff;
using OmeFs.Core.Verification;

namespace OmeFs.Core.Tests.Verification;

/// <summary>What is right is found right, and what is wrong is found, over random small images whose every sample is known.</summary>
public class VerifierTests
{
    private const int Images = 40;

    [Fact]
    public async Task What_is_right_is_found_right_and_digested()
    {
        var random = new Random(11);
        for (var i = 0; i < Images; i++)
        {
            var model = new ImageModel(random);
            using var view = await TestView.OpenAsync(model.ToTiff());
            var verdict = await VerifyAsync(view, new ModelOpinion(model), new VerifyOptions { Digest = true });
            Assert.True(verdict.IsSound, $"image {i}: {string.Join('\n', verdict.Differences.Concat(verdict.Faults))}\n{model}");
            Assert.Equal(view.Array.Grid.Volume, verdict.Compared);
            Assert.Equal((await view.Array.CountMissingAsync()).All, verdict.Missing);
            Assert.Equal(verdict.Chunks, verdict.Read + verdict.Missing);
            Assert.Equal(DigestOf(model, view.Array), verdict.Sha256);
        }
    }

    [Fact]
    public async Task One_sample_that_differs_is_found_in_its_chunk()
    {
        var random = new Random(12);
        for (var i = 0; i < Images; i++)
        {
            var model = new ImageModel(random);
            using var view = await TestView.OpenAsync(model.ToTiff());
            var shape = view.Array.Shape;
            var at = new SamplePlace(0, random.Next(shape.C), random.Next(shape.Z), random.Next(shape.Y), random.Next(shape.X));
            // Of what the source does not have the opinion has none either, so there is nothing to differ in.
            if (IsWhollyMissing(model, view.Array, at))
                continue;
            var verdict = await VerifyAsync(view, new ModelOpinion(model, at), new VerifyOptions());
            Assert.Equal(1, verdict.Differing);
            Assert.StartsWith($"pixel t {at.T} c {at.C} z {at.Z} y {at.Y} x {at.X}: ", Assert.Single(verdict.Differences).Words, StringComparison.Ordinal);
            Assert.False(verdict.IsSound);
        }
    }

    [Fact]
    public async Task A_bit_that_is_flipped_in_the_file_is_found_and_changes_the_digest()
    {
        var image = new TestImage { Width = 40, Length = 40, Tiled = true };
        var whole = TiffWriter.Write([image.ToIfd()]);
        using var right = await TestView.OpenAsync(whole);
        var damaged = (byte[])whole.Clone();
        damaged[BitConverter.ToInt32(whole, (int)right.File.Ifds[0].OffsetsAt + (4 * 4)) + 10] ^= 4;
        using var view = await TestView.OpenAsync(damaged);
        var options = new VerifyOptions { Digest = true };
        using var opinion = new ViewOpinion(right);
        var verdict = await VerifyAsync(view, opinion, options);
        Assert.Equal((9, 1), (verdict.Compared, verdict.Differing));
        Assert.NotEqual((await VerifyAsync(right, null, options)).Sha256, verdict.Sha256);
    }

    [Fact]
    public async Task Verifying_goes_on_after_chunks_that_cannot_be_read()
    {
        var bytes = TiffWriter.Write([new TestImage { Width = 64, Length = 64, Tiled = true }.ToIfd()]);
        using var whole = await TestView.OpenAsync(bytes);
        // The second row of tiles lies past the end.
        for (var tile = 4; tile < 8; tile++)
            TiffWriter.Put(bytes, (int)whole.File.Ifds[0].OffsetsAt + (4 * tile), (ulong)bytes.Length, 4, false);
        using var view = await TestView.OpenAsync(bytes);
        var verdict = await VerifyAsync(view, null, new VerifyOptions { MostFaults = 3, Digest = true });
        Assert.Equal((12, 4, 0), (verdict.Read, verdict.Unreadable, verdict.Compared));
        Assert.Equal(["0/0/0/0/1/0", "0/0/0/0/1/1", "0/0/0/0/1/2"], verdict.Faults.Select(fault => fault.Path));
        Assert.All(verdict.Faults, fault => Assert.Contains("the file ends at", fault.Words, StringComparison.Ordinal));
        Assert.Null(verdict.Sha256);
        Assert.Contains("0/0/0/0/1/0", verdict.WhyNoSha256, StringComparison.Ordinal);
        Assert.False(verdict.IsSound);
    }

    [Fact]
    public async Task What_cannot_be_compared_is_not_counted_as_compared()
    {
        var model = new ImageModel(new Random(3));
        using var view = await TestView.OpenAsync(model.ToTiff());
        var verdict = await VerifyAsync(view, new ModelOpinion(model) { Says = new Opinion(OpinionKind.CannotJudge, "no idea") }, new VerifyOptions());
        Assert.Equal((0, 0), (verdict.Compared, verdict.Differing));
        Assert.Equal(verdict.Chunks, Assert.Single(verdict.NotComparable).Value);
        Assert.True(verdict.IsSound);
        verdict = await VerifyAsync(view, new ModelOpinion(model) { Says = new Opinion(OpinionKind.Differs, "all wrong") }, new VerifyOptions());
        Assert.Equal(verdict.Chunks, verdict.Differing);
    }

    [Fact]
    public async Task A_chunk_that_is_served_and_that_the_second_opinion_finds_damaged_differs()
    {
        var model = new ImageModel(new Random(3));
        using var view = await TestView.OpenAsync(model.ToTiff());
        var verdict = await VerifyAsync(view, new ModelOpinion(model) { Says = new Opinion(OpinionKind.Fails, "libtiff cannot read it: all gone") }, new VerifyOptions());
        Assert.Equal(verdict.Chunks, verdict.Differing);
        Assert.Equal("libtiff cannot read it: all gone", verdict.Differences[0].Words);
        Assert.False(verdict.IsSound);
    }

    [Fact]
    public async Task A_sample_reads_its_share_and_at_least_one_chunk_a_level()
    {
        using var view = await TestView.OpenAsync(new TestImage { Width = 160, Length = 160, Tiled = true }.ToIfd());
        Assert.Equal(5, (await VerifyAsync(view, null, new VerifyOptions { SamplePercent = 5 })).Read);
        Assert.Equal(1, (await VerifyAsync(view, null, new VerifyOptions { SamplePercent = 0.001 })).Read);
        var steps = new List<VerifyProgress>();
        await new Verifier(view.View, null, new VerifyOptions { SamplePercent = 5 }).RunAsync(steps.Add);
        Assert.Equal(Enumerable.Range(1, 5).Select(done => new VerifyProgress("0", done, 5)), steps);
    }

    /// <summary>The fill value of a missing chunk is NumPy's NaN, in a chunk as in a digest.</summary>
    [Fact]
    public async Task Missing_pixels_count_with_the_fill_value()
    {
        var image = new TestImage { Width = 16, Length = 16, Bits = 32, Format = SampleFormat.Float, Tiled = true };
        using var view = await TestView.OpenAsync(image.ToIfd(false, null, _ => true).Text(TiffTag.GdalNoData, "nan"));
        var verdict = await VerifyAsync(view, null, new VerifyOptions { Digest = true });
        var expected = Enumerable.Repeat((byte[])[0, 0, 0xC0, 0x7F], 256).SelectMany(nan => nan).ToArray();
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(expected)), verdict.Sha256);
    }

    private static async Task<SeriesVerdict> VerifyAsync(TestView view, IPixelOracle? opinion, VerifyOptions options) =>
        Assert.Single(await new Verifier(view.View, opinion, options).RunAsync(_ => { }));

    private static bool IsWhollyMissing(ImageModel model, VirtualArray array, SamplePlace at)
    {
        var size = array.ChunkShape;
        var (c, y, x) = (at.C / size.C * size.C, at.Y / size.Y * size.Y, at.X / size.X * size.X);
        for (var i = 0; i < size.C * size.Y * size.X; i++)
        {
            var sample = (C: c + (i / size.X / size.Y), Y: y + (i / size.X % size.Y), X: x + (i % size.X));
            var inside = sample.C < array.Shape.C && sample.Y < array.Shape.Y && sample.X < array.Shape.X;
            if (inside && !model.IsMissing(sample.C, at.Z, sample.Y, sample.X))
                return false;
        }
        return true;
    }

    /// <summary>As docs/SEMANTICS.md says it: t, c, z, y, x, little-endian.</summary>
    private static string DigestOf(ImageModel model, VirtualArray array)
    {
        using var bytes = new MemoryStream();
        for (var c = 0; c < array.Shape.C; c++)
            for (var z = 0; z < array.Shape.Z; z++)
                for (var y = 0; y < array.Shape.Y; y++)
                    for (var x = 0; x < array.Shape.X; x++)
                        bytes.Write(model.Sample(array.Type with { BigEndian = false }, c, z, y, x));
        return Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray()));
    }

    /// <summary>Another view of tiles without compression as a second opinion.</summary>
    private sealed class ViewOpinion(TestView view) : IPixelOracle
    {
        public string Name => "another view";

        public string? WhyNoPlaneOrder(int image) => null;

        public Opinion Read(PlaneArea area, VirtualArray array, Span<byte> samples)
        {
            var chunk = TestView.ReadAsync(view.Array, area.C, area.Z, area.Y / array.ChunkShape.Y, area.X / array.ChunkShape.X).GetAwaiter().GetResult();
            for (var y = 0; y < area.Rows; y++)
                chunk.AsSpan(y * array.ChunkShape.X, area.Columns).CopyTo(samples[(y * area.Columns)..]);
            return new Opinion(OpinionKind.Pixels);
        }

        public void Dispose()
        {
        }
    }
}
