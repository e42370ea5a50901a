using OmeFs.Core.Codecs;
using OmeFs.Core.Images;
using OmeFs.Core.Series;
using OmeFs.Core.Tests.Ome;
using OmeFs.Core.Tests.Sources;
using OmeFs.Core.Tests.Tiff;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Tests.Series;

/// <summary>Every IFD is shown, or listed with the reason why not.</summary>
public class UnshownIfdTests
{
    private static readonly TestImage Full = new() { Width = 64, Length = 48, Tiled = true };

    public static TheoryData<string, string[]> Cases => new()
    {
        { "all shown", [] },
        { "named by OME-XML in part", ["IFD 1, 3-4: 4×3 pixels: the OME-XML does not name it"] },
        { "unreadable", ["IFD 1: cannot be read: "] },
        { "no pixels", ["IFD 1: has no pixels"] },
        { "a SubIFD past the end", ["SubIFD 0 of IFD 0: cannot be read: "] },
        { "SubIFDs of an OME-TIFF that are no levels", ["SubIFD 1 of IFD 0-1: 5×9 pixels: no smaller version of its IFD"] },
        { "a thumbnail of an OME-TIFF", ["IFD 1: 5×9 pixels: marked as reduced (a thumbnail or preview), and no level of an image"] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task IFDs_that_no_image_shows_are_listed_with_the_reason(string name, string[] expected)
    {
        var small = new TestImage { Width = 4, Length = 3 };
        var odd = new TestImage { Width = 5, Length = 9 };
        TestIfd[] ifds = name switch
        {
            "all shown" => [Full.ToIfd().WithSubs((Full with { Width = 32, Length = 24 }).ToIfd()), odd.ToIfd()],
            "named by OME-XML in part" =>
            [
                small.ToIfd().Text(TiffTag.ImageDescription, Fixtures.Document(Fixtures.Image("<TiffData IFD=\"0\"/><TiffData IFD=\"2\" FirstZ=\"1\"/>", z: 2))),
                small.ToIfd(), small.ToIfd(), small.ToIfd(), small.ToIfd(),
            ],
            "unreadable" => [Full.ToIfd(), Full.ToIfd().Remove(TiffTag.ImageWidth)],
            "no pixels" => [Full.ToIfd(), new TestIfd().Long(TiffTag.ImageWidth, 1).Long(TiffTag.ImageLength, 1)],
            "a SubIFD past the end" => [Full.ToIfd().Long(TiffTag.SubIfds, 0x7FFF_0000)],
            "SubIFDs of an OME-TIFF that are no levels" =>
            [
                small.ToIfd().Text(TiffTag.ImageDescription, Fixtures.Document(Fixtures.Image("<TiffData/>", z: 2))).WithSubs((small with { Width = 2, Length = 2 }).ToIfd(), odd.ToIfd()),
                small.ToIfd().WithSubs((small with { Width = 2, Length = 2 }).ToIfd(), odd.ToIfd()),
            ],
            _ => [small.ToIfd().Text(TiffTag.ImageDescription, Fixtures.Document(Fixtures.Image("<TiffData IFD=\"0\"/>"))), (odd with { Reduced = true }).ToIfd()],
        };
        var unshown = await SurveyAsync(ifds);
        Assert.Equal(expected.Length, unshown.Count);
        Assert.All(expected.Zip(unshown), pair => Assert.StartsWith(pair.First, $"{pair.Second.Ifds}: {pair.Second.Reason}", StringComparison.Ordinal));
        Assert.All(unshown, ifds => Assert.Equal("memory.tif", ifds.File));
    }

    [Fact]
    public async Task However_many_they_are_the_list_is_short()
    {
        var small = new TestImage { Width = 4, Length = 3 };
        var random = new Random(1);
        List<TestIfd> ifds = [small.ToIfd().Text(TiffTag.ImageDescription, Fixtures.Document(Fixtures.Image("<TiffData IFD=\"0\"/>")))];
        for (var i = 0; i < 2000; i++)
            ifds.Add(new TestImage { Width = random.Next(1, 60), Length = random.Next(1, 60) }.ToIfd());
        var unshown = await SurveyAsync([.. ifds]);
        Assert.InRange(unshown.Count, 2, 21);
        Assert.Equal(2000, unshown.Sum(some => some.Count));
        Assert.All(unshown, some => Assert.InRange(some.Ifds.Length, 1, 300));
    }

    [Theory]
    [InlineData(new[] { 7 }, "7")]
    [InlineData(new[] { 3, 4, 5, 9 }, "3-5, 9")]
    [InlineData(new[] { 3, 4 }, "3-4")]
    [InlineData(new[] { 1, 3, 5, 7, 99 }, "1, 3, ..., 7, 99")]
    [InlineData(new[] { 0, 5 }, "0, 5")]
    public void Numbers_are_written_as_runs(int[] numbers, string text)
    {
        var runs = new NumberRuns(numbers[0]);
        foreach (var number in numbers[1..])
            runs.Add(number);
        Assert.Equal((text, numbers.Length), (runs.ToString(), (int)runs.Count));
    }

    private static async Task<IReadOnlyList<UnshownIfds>> SurveyAsync(TestIfd[] ifds)
    {
        using var cache = new SegmentCache(1 << 20);
        var images = await TiffImages.ReadAsync(await TiffFile.OpenAsync(new MemorySource(TiffWriter.Write(ifds))), cache);
        return UnshownIfdSurvey.Of(images.Set);
    }
}
