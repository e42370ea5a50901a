using OmeFs.Core.Series;
using OmeFs.Core.Tests.Tiff;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Tests.Series;

public class ResolutionTests
{
    private const ulong Float1e4 = 0x461C_4000, Double1e4 = 0x40C3_8800_0000_0000;

    public static TheoryData<TiffFieldType, ulong[], double?> Values => new()
    {
        { TiffFieldType.Rational, [10_000, 1], 1 },
        { TiffFieldType.Rational, [5_000, 2], 4 },
        { TiffFieldType.SRational, [20_000, 2], 1 },
        { TiffFieldType.Float, [Float1e4], 1 },
        { TiffFieldType.Double, [Double1e4], 1 },
        { TiffFieldType.Long, [10_000], 1 },
        { TiffFieldType.SLong, [20_000], 0.5 },
        { TiffFieldType.Short, [10_000], 1 },
        { TiffFieldType.SShort, [10_000], 1 },
        { TiffFieldType.Byte, [100], 100 },
        { TiffFieldType.Long8, [10_000], 1 },
        { TiffFieldType.Rational, [1, 0], null },
        { TiffFieldType.Rational, [0, 0], null },
        { TiffFieldType.Rational, [0, 1], null },
        { TiffFieldType.SRational, [0xFFFF_FFF0, 1], null },
        { TiffFieldType.Float, [0x7FC0_0000], null },
        { TiffFieldType.Float, [0x7F80_0000], null },
        { TiffFieldType.Double, [0xFFF0_0000_0000_0000], null },
        { TiffFieldType.Double, [0], null },
        { TiffFieldType.SLong, [0xFFFF_FFFF], null },
        { TiffFieldType.Ascii, [49, 0], null },
        { (TiffFieldType)99, [1], null },
    };

    /// <summary>Of any type of number; whatever is no positive, finite number is unknown.</summary>
    [Theory]
    [MemberData(nameof(Values))]
    public async Task Pixels_per_centimetre_may_have_any_type(TiffFieldType type, ulong[] values, double? micrometers)
    {
        foreach (var (bigEndian, bigTiff) in new[] { (false, false), (true, false), (false, true), (true, true) })
        {
            var ifd = new TestImage().ToIfd(bigEndian).Set(TiffTag.XResolution, type, values).Set(TiffTag.YResolution, type, values).Short(TiffTag.ResolutionUnit, 3);
            var series = (await SeriesReader.ReadAsync(await TestFiles.OpenAsync(TiffWriter.Write(bigEndian, bigTiff, ifd)))).Series[0];
            var expected = micrometers is { } size ? new AxisScale(size, "micrometer") : AxisScale.Unknown;
            Assert.Equal((expected, expected), (series.X, series.Y));
        }
    }

    [Theory]
    [InlineData(TiffFieldType.Short, 2UL, 2.54)]
    [InlineData(TiffFieldType.Long, 3UL, 1.0)]
    [InlineData(TiffFieldType.Double, 0x4008_0000_0000_0000UL, 1.0)]
    [InlineData(TiffFieldType.Ascii, 51UL, 2.54)]
    public async Task The_unit_may_have_any_type_too(TiffFieldType type, ulong unit, double micrometers)
    {
        var ifd = new TestImage().ToIfd().Rational(TiffTag.XResolution, 10_000, 1).Set(TiffTag.ResolutionUnit, type, unit);
        var series = (await SeriesReader.ReadAsync(await TestFiles.OpenAsync(TiffWriter.Write(ifd)))).Series[0];
        Assert.Equal(micrometers, series.X.Step, 9);
    }
}
