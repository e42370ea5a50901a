using OmeFs.Composition;
using OmeFs.Core;

namespace OmeFs.Tests.Composition;

/// <summary>Files of other formats are refused by their names. Their first bytes are those that their specifications, or libmagic, give.</summary>
public class ForeignFormatsTests
{
    /// <summary>In hexadecimal: the beginning, "@OFFSET=" before bytes that are further behind.</summary>
    [Theory]
    [InlineData("5A495352415746494C45", "Zeiss CZI")]
    [InlineData("DACEBE0A00000000", "Nikon ND2")]
    [InlineData("0000000C6A5020200D0A870A", "JPEG 2000")]
    [InlineData("70000000C80000002A", "Leica LIF")]
    [InlineData("894844460D0A1A0A", "HDF5")]
    [InlineData("D0CF11E0A1B11AE1", "Olympus OIB")]
    [InlineData("53495300", "Olympus VSI")]
    [InlineData("00@128=4449434D", "DICOM")]
    [InlineData("00@208=4D415020", "MRC")]
    [InlineData("0000000300001234000000010000", "Gatan DM3")]
    [InlineData("000000040000000000001234", "Gatan DM4")]
    [InlineData("00@96=A0C0", "DeltaVision")]
    [InlineData("00@96=C0A0", "DeltaVision")]
    [InlineData("6963735F76657273696F6E0932", "ICS")]
    [InlineData("FFD8FFE000104A464946", "JPEG")]
    [InlineData("89504E470D0A1A0A", "PNG")]
    [InlineData("474946383961", "GIF")]
    [InlineData("504B030414000000", "ZIP")]
    [InlineData("377ABCAF271C", "7z")]
    [InlineData("FD377A585A00", "xz")]
    [InlineData("425A68393141", "bzip2")]
    [InlineData("04224D18", "LZ4")]
    [InlineData("61@257=7573746172", "tar")]
    [InlineData("504152310000", "Parquet")]
    [InlineData("25504446", "PDF")]
    [InlineData("934E554D5059", "NumPy")]
    [InlineData("4E525244303030", "NRRD")]
    [InlineData("00@344=6E2B3100", "NIfTI")]
    [InlineData("53494D504C4520203D", "FITS")]
    [InlineData("0000001866747970", "MP4")]
    [InlineData("4949BC0108000000", "JPEG XR")]
    [InlineData("4949550018000000", "raw file")]
    [InlineData("49495253080000000000", "raw file")]
    [InlineData("76657273696F6E2068747470733A2F2F6769742D6C6673", "Git LFS")]
    [InlineData("3C21646F63747970652048544D4C3E", "web page")]
    [InlineData("EFBBBF0A3C48544D4C3E", "web page")]
    public void Are_named(string bytes, string name)
    {
        var fault = Assert.Throws<OmeFsException>(() => ForeignFormats.MustNotBe("/data/x.tif", Bytes(bytes), 1_000_000));
        Assert.Equal(FaultKind.Unsupported, fault.Kind);
        Assert.StartsWith("/data/x.tif: this is ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(name, fault.Message, StringComparison.Ordinal);
        Assert.Contains("omefs reads TIFF", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 0, "the file is empty")]
    [InlineData("49492A00", 4, "ends after 4 bytes: an unfinished copy")]
    [InlineData("4D4D", 2, "ends after 2 bytes")]
    [InlineData("49", 1, "ends after 1 byte:")]
    [InlineData("49492B00080000", 7, "ends after 7 bytes")]
    [InlineData("0000000000000000", 100_000, "begins with zeros")]
    public void Unfinished_files_are_called_so(string bytes, long length, string message)
    {
        var fault = Assert.Throws<OmeFsException>(() => ForeignFormats.MustNotBe("x.tif", Bytes(bytes).AsSpan(0, (int)Math.Min(length, 512)), length));
        Assert.Equal(FaultKind.Corrupt, fault.Kind);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    /// <summary>What TIFF's own reader, or that of XML, has to judge.</summary>
    [Theory]
    [InlineData("49492A0008000000")]
    [InlineData("4D4D002A00000008")]
    [InlineData("49492B0008000000")]
    [InlineData("4D4D002B00080000@96=A0C0")]
    [InlineData("3C3F786D6C2076657273696F6E")]
    [InlineData("3C4F4D45")]
    [InlineData("6E6F20544946460A")]
    public void Others_are_left_to_their_readers(string bytes) => ForeignFormats.MustNotBe("x.tif", Bytes(bytes), 1_000_000);

    private static byte[] Bytes(string text)
    {
        var bytes = new byte[512];
        foreach (var part in text.Split('@', StringSplitOptions.RemoveEmptyEntries))
        {
            var (at, hex) = part.Split('=') is [var offset, var rest] ? (int.Parse(offset), rest) : (0, part);
            Convert.FromHexString(hex).CopyTo(bytes, at);
        }
        return bytes;
    }
}
