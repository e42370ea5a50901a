using OmeFs.Core.Codecs;
using OmeFs.Core.Codecs.Native;
using OmeFs.Core.Tests.Ome;
using OmeFs.Core.Tiff;
using Xunit.Abstractions;

namespace OmeFs.Core.Tests.Codecs.Native;

/// <summary>Real files of other projects, against tiffcp's uncompressed copy of them.</summary>
public class SharedCodecTests(ITestOutputHelper output)
{
    /// <summary>Files larger than this take more time than they teach.</summary>
    private const long MaxPixelsBytes = 64 << 20;

    /// <summary>Its byte counts are 0; libtiff guesses that the strip goes on to the end of the file, which is not a codec's matter.</summary>
    private const string NoByteCounts = "CCITT-G4-300dpi-StripByteCounts0.tif";

    /// <summary>Its JPEG ends early: libtiff fills up with grey, and what takes its place refuses it.</summary>
    private const string Damaged = "clusterfuzz-testcase-minimized-fuzzer_script_tiff-5026894169374720.tif";

    private const string LeftOut = "a test leaves it out";

    [SkippableTheory]
    [InlineData("jpeg", 15)]
    [InlineData("jpeg", 15, LeftOut)]
    [InlineData("ccittRLE", 1)]
    [InlineData("ccittRLE", 1, LeftOut)]
    [InlineData("ccittG3", 3)]
    [InlineData("ccittG3", 3, LeftOut)]
    [InlineData("ccittG4", 8)]
    [InlineData("ccittG4", 8, LeftOut)]
    [InlineData("next", 1)]
    [InlineData("sgilog", 2)]
    [InlineData("lerc", 4)]
    [InlineData("lzma", 4)]
    [InlineData("zstd", 4)]
    [InlineData("webp", 3)]
    [InlineData("lzw", 20)]
    [InlineData("deflate", 20)]
    [InlineData("packbits", 8)]
    public async Task Every_file_decodes_as_tiffcp_copies_it(string compression, int atLeast, string? absence = null)
    {
        Skip.IfNot(NativeCodecs.IsAvailable, NativeCodecs.Libraries);
        Skip.If(SharedOme.Folder is null, "../shared/data is not there");
        using var folder = new TemporaryFolder();
        var (same, wrong) = (0, new List<string>());
        foreach (var path in Paths(compression))
        {
            try
            {
                var copy = folder["copy.tif"];
                var result = Tool.Try("tiffcp", "-c", "none", "-L", path, copy);
                Skip.If(result is null, "tiffcp is not installed");
                var found = File.Exists(copy) && result!.Value.Succeeded ? await Against.CompareAsync(path, copy, Wanted(compression), absence) : -1;
                output.WriteLine($"{(found > 0 ? "same" : "----")} {path}{(found < 0 ? $": tiffcp: {result!.Value.Said.ReplaceLineEndings(" ")}" : "")}");
                same += found > 0 ? 1 : 0;
                File.Delete(copy);
            }
            catch (Exception cause) when (cause is OmeFsException or Xunit.Sdk.XunitException)
            {
                output.WriteLine($"WRONG {path}: {cause.Message}");
                if (!path.EndsWith(NoByteCounts, StringComparison.Ordinal) && (absence is null || !path.EndsWith(Damaged, StringComparison.Ordinal)))
                    wrong.Add($"{path}: {cause.Message}");
            }
        }
        Assert.Empty(wrong);
        Assert.True(same >= atLeast, $"{same} files of {compression} compared, at least {atLeast} expected");
    }

    /// <summary>
    /// The file's sixth strip is broken: libtiff says the same of it as this does. Its decoder skips some pixels, which keep what tiffcp had
    /// there from the strip before and are 0 here.
    /// </summary>
    [SkippableFact]
    public async Task ThunderScan_decodes_as_tiffcp_copies_it()
    {
        Skip.IfNot(NativeCodecs.IsAvailable, NativeCodecs.Libraries);
        var path = Path.Combine(SharedOme.Folder ?? "", "yigolden+TiffLibrary/tests/Assets/LibTiffDecode/thunderscan.tif");
        Skip.IfNot(File.Exists(path), "../shared/data is not there");
        using var folder = new TemporaryFolder();
        Tool.Try("tiffcp", "-i", "-c", "none", path, folder["copy.tif"]);
        using var file = await SegmentFile.OpenAsync(path);
        using var copy = await SegmentFile.OpenAsync(folder["copy.tif"]);
        var codec = NativeCodecs.For(file.Tiff.Ifds.LayoutOf(0), file.Tiff.Header.BigEndian, SegmentTags.None);
        var decoded = new byte[64 * 756];
        for (var strip = 0; strip < 5; strip++)
        {
            Assert.Equal(decoded.Length, codec.Decode(await file.EncodedAsync(0, strip), decoded));
            var expected = (await copy.EncodedAsync(0, strip))[..decoded.Length];
            Assert.InRange(expected.Zip(decoded).Count(it => it.First != it.Second), 0, strip == 0 ? 0 : decoded.Length / 100);
        }
        var broken = await file.EncodedAsync(0, 5);
        var fault = Assert.Throws<OmeFsException>(() => codec.Decode(broken, new byte[39 * 756]));
        Assert.Equal((FaultKind.Corrupt, true), (fault.Kind, fault.Message.Contains("ThunderDecode", StringComparison.Ordinal)));
    }

    /// <summary>
    /// libtiff's own decoder of old-style JPEG scales chroma and rounds otherwise than libjpeg, and applies ReferenceBlackWhite, which nobody
    /// does for JPEG: so the pixels are near, not the same.
    /// </summary>
    [SkippableTheory]
    [InlineData("debian+tiff-4.5.0/test/images/ojpeg_single_strip_no_rowsperstrip.tiff", 14)]
    [InlineData("debian+tiff-4.5.0/test/images/ojpeg_zackthecat_subsamp22_single_strip.tiff", 14, LeftOut)]
    [InlineData("debian+tiff-4.5.0/test/images/ojpeg_zackthecat_subsamp22_single_strip.tiff", 14)]
    [InlineData("haraldk+TwelveMonkeys/contrib/src/test/resources/contrib/tiff/WangJPEG.tif", 3)]
    public async Task Old_JPEG_decodes_near_what_tiff2rgba_makes_of_it(string name, double most, string? absence = null)
    {
        Skip.IfNot(NativeCodecs.IsAvailable, NativeCodecs.Libraries);
        var path = Path.Combine(SharedOme.Folder ?? "", name);
        Skip.IfNot(File.Exists(path), "../shared/data is not there");
        using var folder = new TemporaryFolder();
        Tool.Run("tiff2rgba", "-c", "none", "-n", path, folder["copy.tif"]);
        using var file = await SegmentFile.OpenAsync(path);
        using var copy = await SegmentFile.OpenAsync(folder["copy.tif"]);
        var found = (await Against.DecodeAsync(file, 0, absence))[0];
        var expected = (await copy.PixelsAsync(0, new NoCodec(), new DecodedForm(3, 8, false)))[0];
        Assert.Equal(expected.Length, found.Length);
        var mean = expected.Zip(found, (a, b) => (double)Math.Abs(a - b)).Average();
        output.WriteLine($"mean difference {mean:F2}");
        Assert.InRange(mean, 0, most);
    }

    /// <summary>Neither libtiff nor tifffile reads it: its tag 513 is six bytes beside its JPEG, which is in the strip as well.</summary>
    [SkippableFact]
    public async Task Old_JPEG_whose_strip_is_a_whole_JPEG_needs_no_tables()
    {
        Skip.IfNot(NativeCodecs.IsAvailable, NativeCodecs.Libraries);
        var path = Path.Combine(SharedOme.Folder ?? "", "haraldk+TwelveMonkeys/imageio/imageio-tiff/src/test/resources/tiff/grayscale-old-style-jpeg.tiff");
        Skip.IfNot(File.Exists(path), "../shared/data is not there");
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder["own.jpg"], (await File.ReadAllBytesAsync(path))[246..]);
        Tool.Run("vips", "copy", folder["own.jpg"], folder["copy.tif"] + "[strip]");
        using var file = await SegmentFile.OpenAsync(path);
        using var copy = await SegmentFile.OpenAsync(folder["copy.tif"]);
        var found = (await Against.DecodeAsync(file, 0))[0];
        Assert.Equal((await copy.PixelsAsync(0, new NoCodec(), new DecodedForm(1, 8, false)))[0], found);
    }

    internal static IEnumerable<string> Paths(string compression) =>
        from line in File.ReadLines(Path.Combine(SharedOme.Folder!, "CATALOG.tsv")).Skip(1)
        let fields = line.Split('\t')
        where fields[5].Split(' ').Any(word => word.StartsWith("comp=", StringComparison.Ordinal) && word[5..].Split(',').Contains(compression))
        where fields[4] != "tiff-malformed"
        let path = Path.Combine(SharedOme.Folder!, fields[0])
        where File.Exists(path) && new FileInfo(path).Length < MaxPixelsBytes && !path.EndsWith("bug1488.tif", StringComparison.Ordinal)
        select path;

    private static Func<Compression, bool> Wanted(string compression) => compression switch
    {
        "jpeg" => it => it == Compression.Jpeg,
        "ccittRLE" => it => it == Compression.CcittRle,
        "ccittG3" => it => it == Compression.CcittFax3,
        "ccittG4" => it => it == Compression.CcittFax4,
        "next" => it => it == Compression.Next,
        "sgilog" => it => it is Compression.SgiLog or Compression.SgiLog24,
        "lerc" => it => it == Compression.Lerc,
        "lzma" => it => it == Compression.Lzma,
        "zstd" => it => it == Compression.Zstd,
        "webp" => it => it == Compression.WebP,
        "lzw" => it => it == Compression.Lzw,
        "deflate" => it => it is Compression.AdobeDeflate or Compression.Deflate,
        "packbits" => it => it == Compression.PackBits,
        _ => throw new ArgumentOutOfRangeException(nameof(compression)),
    };
}
