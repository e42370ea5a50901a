using OmeFs.Core.Tests.Tiff;
using OmeFs.Core.Tests.Zarr;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Tests.Codecs;

/// <summary>What is refused and what is an error; that colours are right is judged by libtiff (OwnFixturesTests).</summary>
public class SubsampledYCbCrTests
{
    private static readonly byte[] OneUnit = [10, 20, 30, 40, 128, 128];

    [Fact]
    public async Task Pixels_of_one_unit_share_their_colour()
    {
        using var view = await TestView.OpenAsync(Image(2, 2, OneUnit));
        var chunk = await TestView.ReadAsync(view.Array, 0, 0, 0, 0);
        Assert.Equal([10, 20, 30, 40, 10, 20, 30, 40, 10, 20, 30, 40], chunk);
    }

    [Fact]
    public async Task A_unit_may_reach_beyond_the_image()
    {
        using var view = await TestView.OpenAsync(Image(1, 1, OneUnit));
        Assert.Equal([10, 10, 10], await TestView.ReadAsync(view.Array, 0, 0, 0, 0));
    }

    [Fact]
    public async Task Too_few_units_are_an_error_of_their_chunk()
    {
        using var view = await TestView.OpenAsync(Image(3, 2, OneUnit));
        var fault = await Assert.ThrowsAsync<OmeFsException>(() => TestView.ReadAsync(view.Array, 0, 0, 0, 0));
        Assert.Equal(FaultKind.Corrupt, fault.Kind);
        Assert.Contains("12 bytes expected, found 6", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TiffTag.YCbCrSubsampling, "3, 1", "found 3, 1")]
    [InlineData(TiffTag.YCbCrSubsampling, "2, 0", "found 2, 0")]
    [InlineData(TiffTag.YCbCrCoefficients, "1, 0, 0", "YCbCrCoefficients")]
    [InlineData(TiffTag.BitsPerSample, "12, 12, 12", "3 of 12 bits")]
    [InlineData(TiffTag.PlanarConfiguration, "2", "planar")]
    public async Task What_nobody_defines_is_refused(TiffTag tag, string values, string says)
    {
        var ifd = Image(2, 2, OneUnit).Remove(tag).Short(tag, [.. values.Split(", ").Select(ulong.Parse)]);
        if (tag == TiffTag.PlanarConfiguration)
            ifd.WithSegments(false, [OneUnit, OneUnit, OneUnit]);
        var fault = await Assert.ThrowsAsync<OmeFsException>(() => TestView.OpenAsync(ifd));
        Assert.Equal(FaultKind.Unsupported, fault.Kind);
        Assert.Contains(says, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Coefficients_and_codes_that_are_no_numbers_do_no_harm()
    {
        var ifd = Image(2, 2, OneUnit).Set(TiffTag.ReferenceBlackWhite, TiffFieldType.Rational, 4294967295, 1, 0, 1, 4294967295, 1, 0, 1, 7, 1, 7, 1)
            .Set(TiffTag.YCbCrCoefficients, TiffFieldType.Rational, 4294967295, 1, 1, 4294967295, 4294967295, 1);
        using var view = await TestView.OpenAsync(ifd);
        Assert.Equal(12, (await TestView.ReadAsync(view.Array, 0, 0, 0, 0)).Length);
    }

    private static TestIfd Image(int width, int length, byte[] units)
    {
        var image = new TestImage { Width = width, Length = length, Samples = 3 };
        return image.ToIfd().Remove(TiffTag.Photometric).Short(TiffTag.Photometric, 6).WithSegments(false, [units]);
    }
}
