using OmeFs.Core.Ome;

namespace OmeFs.Core.Tests.Ome;

public class UnitsTests
{
    // OME-NGFF 0.4, section "axes" metadata: the units of UDUNITS-2 that SHOULD be used.
    private const string NgffLengths =
        "angstrom attometer centimeter decimeter exameter femtometer foot gigameter hectometer inch kilometer megameter meter micrometer "
        + "mile millimeter nanometer parsec petameter picometer terameter yard yoctometer yottameter zeptometer zettameter";

    private const string NgffTimes =
        "attosecond centisecond day decisecond exasecond femtosecond gigasecond hectosecond hour kilosecond megasecond microsecond "
        + "millisecond minute nanosecond petasecond picosecond second terasecond yoctosecond yottasecond zeptosecond zettasecond";

    private const string OmeLengths = "Ym Zm Em Pm Tm Gm Mm km hm dam m dm cm mm µm nm pm fm am zm ym Å thou li in ft yd mi ua ly pc pt pixel";
    private const string OmeTimes = "Ys Zs Es Ps Ts Gs Ms ks hs das s ds cs ms µs ns ps fs as zs ys min h d";

    [Fact]
    public void The_units_of_the_schema_give_exactly_the_words_of_NGFF()
    {
        Assert.Equal(NgffLengths.Split(' '), OmeLengths.Split(' ').Select(Units.LengthName).OfType<string>().Order(StringComparer.Ordinal));
        Assert.Equal(NgffTimes.Split(' '), OmeTimes.Split(' ').Select(Units.TimeName).OfType<string>().Order(StringComparer.Ordinal));
        Assert.All(OmeLengths.Split(' ').Append("reference frame"), symbol => Assert.Equal(symbol, Units.OmeLength(symbol)));
        Assert.All(OmeTimes.Split(' '), symbol => Assert.Equal(symbol, Units.OmeTime(symbol)));
    }

    [Theory]
    [InlineData("\u00B5m", "micrometer")]
    [InlineData("\u03BCm", "micrometer")]
    [InlineData("\u00C5", "angstrom")]
    [InlineData("\u212B", "angstrom")]
    [InlineData("mm", "millimeter")]
    [InlineData("Mm", "megameter")]
    [InlineData("pixel", null)]
    [InlineData("dam", null)]
    [InlineData("furlong", null)]
    [InlineData("", null)]
    public void Lengths_have_names(string symbol, string? name) => Assert.Equal(name, Units.LengthName(symbol));

    [Theory]
    [InlineData("\u03BCs", "microsecond")]
    [InlineData("min", "minute")]
    [InlineData("m", null)]
    public void Times_have_names(string symbol, string? name) => Assert.Equal(name, Units.TimeName(symbol));

    [Theory]
    [InlineData(488, "nm", 488.0)]
    [InlineData(0.488, "µm", 488.0)]
    [InlineData(4880, "Å", 488.0)]
    [InlineData(488000, "pm", 488.0)]
    [InlineData(4.88e-7, "m", 488.0)]
    [InlineData(1, "mm", 1e6)]
    [InlineData(1, "pixel", null)]
    [InlineData(1, "parrots", null)]
    public void Wavelengths_become_nanometres(double value, string unit, double? nanometers)
    {
        var found = Units.ToNanometers(new PhysicalLength(value, unit));
        Assert.Equal(nanometers is null, found is null);
        if (nanometers is { } expected)
            Assert.Equal(expected, found!.Value, 1e-9 * expected);
    }
}
