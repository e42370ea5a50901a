using OmeFs.Composition;
using OmeFs.Core;
using OmeFs.Core.Codecs.Native;
using OmeFs.Core.Sources;
using OmeFs.Core.Verification;
using OmeFs.Settings;
using OmeFs.Testing;

namespace OmeFs.Tests.Composition;

/// <summary>Every fixture of the project's own against libtiff's reading of it; and whatever is broken does verification no harm.</summary>
public sealed class VerifyFixturesTests
{
    /// <summary>Chunks of one file that are read: some claim two thousand million planes.</summary>
    private const double Most = 20_000;

    [SkippableFact]
    public async Task Every_chunk_of_every_TIFF_is_as_libtiff_reads_it()
    {
        Skip.IfNot(NativeCodecs.IsAvailable, NativeCodecs.Libraries);
        var wrong = new List<string>();
        foreach (var name in Repository.FixtureNames("good"))
            foreach (var verdict in await VerifyAsync(Repository.Fixture(name)))
            {
                wrong.AddRange(verdict.Faults.Concat(verdict.Differences).Select(fault => $"{name}: {fault}"));
                wrong.AddRange(verdict.NotComparable.Keys.Where(why => !Expected(name, why)).Select(why => $"{name}: not compared: {why}"));
            }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <summary>What libtiff cannot judge, file by file: whatever else it is silent about fails the test.</summary>
    private static bool Expected(string name, string why) => Silences.Any(one => name.StartsWith(one.File, StringComparison.Ordinal) && why.Contains(one.Why, StringComparison.Ordinal));

    private static readonly (string File, string Why)[] Silences =
    [
        ("omexml-", "its pixels are in no TIFF"),
        ("complex-integer-", "are not unpacked independently"),
        ("imagej-one-ifd", "one plane in an IFD"),
        ("shaped-", "one plane in an IFD"),
        ("volume-", "one plane in an IFD"),
        ("metamorph", "one plane in an IFD"),
        ("png-", "it has no codec for compression 34933"),
        ("ycbcr-", "it gives subsampled YCbCr as it is sampled"),
    ];

    [Fact]
    public async Task Broken_files_are_refused_or_read()
    {
        foreach (var name in Repository.FixtureNames("malformed"))
            try
            {
                foreach (var verdict in await VerifyAsync(Path.Combine(Repository.Fixtures, "malformed", name)))
                    Assert.InRange(verdict.Read + verdict.Missing + verdict.Unreadable, Math.Min(verdict.Chunks, 1), verdict.Chunks);
            }
            catch (OmeFsException refusal)
            {
                Assert.Contains(name, refusal.Message, StringComparison.Ordinal);
            }
    }

    private static async Task<IReadOnlyList<SeriesVerdict>> VerifyAsync(string path)
    {
        using var opened = await ImageSource.OpenAsync(SourceAddress.OfPath(path), new ViewSettings(), CancellationToken.None);
        using var opinion = LibTiffOracle.TryOpen(opened.View, out _);
        var chunks = opened.View.Images.Sum(image => image.Levels.Sum(level => level.Grid.Volume));
        return await new Verifier(opened.View, opinion, new VerifyOptions { SamplePercent = Math.Min(100, 100 * Most / chunks) }).RunAsync(_ => { });
    }
}
