using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Tests.Arrays;

public class FillValueTests
{
    [Theory]
    [InlineData(null, 'u', 1, 0.0, "00")]
    [InlineData("", 'u', 1, 0.0, "00")]
    [InlineData("garbage", 'u', 1, 0.0, "00")]
    [InlineData("255", 'u', 1, 255.0, "FF")]
    [InlineData("256", 'u', 1, 0.0, "00")]
    [InlineData("-1", 'u', 1, 0.0, "00")]
    [InlineData("1.5", 'u', 2, 0.0, "0000")]
    [InlineData("-9999", 'i', 2, -9999.0, "F1D8")]
    [InlineData(" -9999 ", 'i', 4, -9999.0, "F1D8FFFF")]
    [InlineData("-9999", 'i', 8, -9999.0, "F1D8FFFFFFFFFFFF")]
    [InlineData("1e300", 'u', 8, 0.0, "0000000000000000")]
    [InlineData("nan", 'f', 4, double.NaN, "0000C07F")]
    [InlineData("1.5", 'f', 2, 1.5, "003E")]
    [InlineData("-1.5", 'f', 8, -1.5, "000000000000F8BF")]
    [InlineData("1", 'c', 8, 0.0, "0000000000000000")]
    public void GDAL_NODATA_counts_where_the_type_can_hold_it(string? text, char kind, int size, double number, string bytes)
    {
        foreach (var bigEndian in (bool[])[false, true])
        {
            var fill = FillValue.Of(text, new DataType(kind, size, bigEndian && size > 1));
            var pattern = Convert.FromHexString(bytes);
            if (bigEndian)
                Array.Reverse(pattern);
            var filled = new byte[size * 3];
            fill.Fill(filled, 0);
            Assert.Equal(number, fill.Number);
            Assert.Equal([.. pattern, .. pattern, .. pattern], filled);
            fill.Fill(filled.AsSpan(0, size), 1);
            Assert.Equal([.. pattern[1..], pattern[0]], filled[..size]);
        }
    }
}
