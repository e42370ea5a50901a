using OmeFs.Composition;

namespace OmeFs.Tests.Composition;

/// <summary>Files that are not read are called by their names.</summary>
public class KnownFormatsTests
{
    [Theory]
    [InlineData("FD377A585A000004", "xz")]
    [InlineData("425A6839314159265359", "bzip2")]
    [InlineData("04224D18", "lz4")]
    [InlineData("377ABCAF271C0004", "7z")]
    [InlineData("504B030414000000", "zip")]
    [InlineData("1F9D9000", "compress")]
    [InlineData("526172211A0700", "rar")]
    [InlineData("894844460D0A1A0A", "HDF5")]
    [InlineData("5A495352415746494C45", "CZI")]
    [InlineData("89504E470D0A1A0A", "PNG")]
    [InlineData("FFD8FFE0", "JPEG")]
    [InlineData("50415231", "Parquet")]
    public void A_known_format_is_named(string start, string name) =>
        Assert.Contains(name, KnownFormats.Advice(Convert.FromHexString(start)), StringComparison.Ordinal);

    [Theory]
    [InlineData("49492A0008000000")]
    [InlineData("4D4D002B00080000")]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("7B7D")]
    public void Others_are_not(string start) => Assert.Null(KnownFormats.Advice(Convert.FromHexString(start)));
}
