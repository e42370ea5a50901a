using System.Text;
using OmeFs.Composition;

namespace OmeFs.Tests.Composition;

public class SourceKindTests
{
    [Theory]
    [InlineData("<?xml version=\"1.0\"?>", "Xml")]
    [InlineData("\uFEFF \r\n\t<OME", "Xml")]
    [InlineData("\u001f\u008b\u0008", "Gzip")]
    [InlineData("\uFEFF {", "Json")]
    [InlineData("[1]", "Json")]
    [InlineData("null", "Json")]
    [InlineData(" true\n", "Json")]
    [InlineData("-1.5e3", "Json")]
    [InlineData("\"text\"", "Json")]
    [InlineData("nullify", "Tiff")]
    [InlineData("1, 2", "Tiff")]
    [InlineData("\"a\", \"b\"", "Tiff")]
    [InlineData("\u0028\u00b5\u002f\u00fd", "Zstd")]
    [InlineData("II*\0", "Tiff")]
    [InlineData("MM\0*", "Tiff")]
    [InlineData("x<OME", "Tiff")]
    [InlineData("", "Tiff")]
    public void First_bytes_tell_what_a_source_is(string start, string kind)
    {
        var bytes = start.StartsWith('\uFEFF') ? Encoding.UTF8.GetBytes(start) : Encoding.Latin1.GetBytes(start);
        Assert.Equal(Enum.Parse<SourceKind>(kind), SourceKinds.Of(bytes));
    }

    [Fact]
    public void XML_in_UTF_16_is_XML_all_the_same()
    {
        foreach (var encoding in (Encoding[])[Encoding.Unicode, Encoding.BigEndianUnicode])
        {
            Assert.Equal(SourceKind.Xml, SourceKinds.Of([.. encoding.GetPreamble(), .. encoding.GetBytes("<OME/>")]));
            Assert.Equal(SourceKind.Xml, SourceKinds.Of(encoding.GetBytes("<OME/>")));
            Assert.Equal(SourceKind.Json, SourceKinds.Of([.. encoding.GetPreamble(), .. encoding.GetBytes(" {\"a\"")]));
            Assert.Equal(SourceKind.Json, SourceKinds.Of(encoding.GetBytes("{\"version\"")));
        }
    }
}
