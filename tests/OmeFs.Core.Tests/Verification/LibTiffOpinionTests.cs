using OmeFs.Core.Codecs;
using OmeFs.Core.Codecs.Native;
using OmeFs.Core.Sources;
using OmeFs.Core.Tests.Arrays;
using OmeFs.Core.Tests.Codecs.Native;
using OmeFs.Core.Tests.Tiff;
using OmeFs.Core.Tests.Zarr;
using OmeFs.Core.Tiff;
using OmeFs.Core.Verification;
using OmeFs.Core.Zarr;

namespace OmeFs.Core.Tests.Verification;

/// <summary>libtiff opens the same files by itself, and comes to the same pixels.</summary>
public class LibTiffOpinionTests
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

    [SkippableFact]
    public async Task Of_what_is_no_local_file_it_has_no_idea()
    {
        Skip.IfNot(NativeCodecs.IsAvailable, NativeCodecs.Libraries);
        using var view = await TestView.OpenAsync(new TestImage().ToIfd());
        using var opinion = LibTiffOpinion.TryOpen(view.View, out _);
        var verdict = Assert.Single(await new Verifier(view.View, opinion, new VerifyOptions()).RunAsync(_ => { }));
        Assert.Equal((0, "the source is no local file"), (verdict.Compared, Assert.Single(verdict.NotComparable).Key));
    }

    /// <param name="bytes">The file that libtiff opens.</param>
    /// <param name="shown">The file that the verified view is of, where it is another one.</param>
    private static async Task<SeriesVerdict> VerifyAsync(TemporaryFolder folder, byte[] bytes, byte[]? shown = null)
    {
        var path = folder["random.tif"];
        await File.WriteAllBytesAsync(path, bytes);
        using var source = FileSource.Open(path);
        using var cache = new SegmentCache(1 << 24);
        var view = await OpenAsync(source, cache);
        using var opinion = LibTiffOpinion.TryOpen(view, out _)!;
        using var other = await TestView.OpenAsync(shown ?? bytes);
        return Assert.Single(await new Verifier(other.View, opinion, new VerifyOptions()).RunAsync(_ => { }));
    }

    private static async Task<OmeZarrView> OpenAsync(IByteSource source, SegmentCache cache) =>
        OmeZarrView.Of(await TiffImages.ReadAsync(await TiffFile.OpenAsync(source), cache), OmeZarrLayout.Auto);
}
