using OmeFs.Core.Tests.Sources;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Tests.Tiff;

public class TiffHeaderTests
{
    [Theory]
    [InlineData("49492A0008000000", false, false, 8)]
    [InlineData("4D4D002A00000010", true, false, 16)]
    [InlineData("49492A00FFFFFFFF", false, false, uint.MaxValue)]
    [InlineData("49492B00080000001000000000000000", false, true, 16)]
    [InlineData("4D4D002B000800000000000000000010", true, true, 16)]
    [InlineData("4D4D002B00080000FFFFFFFFFFFFFFFF", true, true, long.MaxValue)]
    public void Byte_order_version_and_first_offset_are_read(string bytes, bool bigEndian, bool bigTiff, long first) =>
        Assert.Equal(new TiffHeader(bigEndian, bigTiff, first), TiffHeader.Parse(Convert.FromHexString(bytes), "test.tif"));

    [Theory]
    [InlineData("", "this file with nothing")]
    [InlineData("49492A", "ends after 3 bytes")]
    [InlineData("49492A00080000", "not a TIFF")]
    [InlineData("4D492A0008000000", "begins with \"II\" or \"MM\", this file with 4D492A0008000000")]
    [InlineData("89504E470D0A1A0A", "not a TIFF")]
    [InlineData("726F6F743A783A30", "this file with \"root:x:0\"")]
    [InlineData("49492C0008000000", "found 44")]
    [InlineData("4949002A08000000", "found 10752")]
    [InlineData("49492B0008000000", "BigTIFF header of 16 bytes")]
    [InlineData("49492B00040000001000000000000000", "8-byte offsets")]
    [InlineData("49492B00080001001000000000000000", "8-byte offsets")]
    public async Task What_is_no_TIFF_is_refused_with_what_was_found(string bytes, string found)
    {
        var fault = await Assert.ThrowsAsync<OmeFsException>(() => TiffFile.OpenAsync(new MemorySource(Convert.FromHexString(bytes))));
        Assert.Equal(FaultKind.Corrupt, fault.Kind);
        Assert.Contains("memory.tif", fault.Message, StringComparison.Ordinal);
        Assert.Contains(found, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_without_any_IFD_is_refused()
    {
        var fault = await Assert.ThrowsAsync<OmeFsException>(() => TiffFile.OpenAsync(new MemorySource(TiffWriter.Write())));
        Assert.Contains("no IFD", fault.Message, StringComparison.Ordinal);
    }
}
