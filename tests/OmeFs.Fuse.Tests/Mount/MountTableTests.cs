using OmeFs.Core;
using OmeFs.Fuse.Mount;

namespace OmeFs.Fuse.Tests.Mount;

public sealed class MountTableTests
{
    [Fact]
    public void A_line_with_optional_fields()
    {
        var entry = MountTable.Parse("36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 shared:7 - ext3 /dev/root rw,errors=continue");
        Assert.Equal(new MountEntry(36, "98:0", "/mnt2", "ext3", "/dev/root"), entry);
    }

    [Fact]
    public void A_line_without_optional_fields_and_with_escapes()
    {
        var entry = MountTable.Parse(@"101 27 0:52 / /mnt/a\040b\134c\011d\012e\043 ro - fuse.omefs /data/caf" + "\u00e9" + @"\040x.tif ro,user_id=0");
        Assert.Equal(new MountEntry(101, "0:52", "/mnt/a b\\c\td\ne#", "fuse.omefs", "/data/caf\u00e9 x.tif") { Owner = 0 }, entry);
    }

    [Theory]
    [InlineData("")]
    [InlineData("36 35 98:0 /mnt1 /mnt2")]
    [InlineData("36 35 98:0 /mnt1 /mnt2 rw - ext3")]
    [InlineData("x 35 98:0 /mnt1 /mnt2 rw - ext3 a rw")]
    [InlineData("36 35 98:0 /mnt1 /mnt2 rw shared:1 ext3 a rw")]
    public void What_is_no_such_line_is_nothing(string line) => Assert.Null(MountTable.Parse(line));

    [Theory]
    [InlineData(@"a\", @"a\")]
    [InlineData(@"a\04", @"a\04")]
    [InlineData(@"a\400", @"a\400")]
    [InlineData(@"a\089", @"a\089")]
    [InlineData(@"\303\251", "\u00e9")]
    [InlineData(@"\134040", @"\040")]
    public void Escapes(string field, string expected) => Assert.Equal(expected, MountTable.Unescape(field));

    /// <summary>No attribute can hold such a text.</summary>
    [Fact]
    public void Bytes_that_are_not_UTF_8_are_kept() => Assert.Equal(NameText.Of([0x61, 0xFF]), MountTable.Unescape(@"a\377"));

    [SkippableFact]
    public void This_machine_has_a_root()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "only Linux has /proc");
        Assert.NotNull(MountTable.At("/"));
    }
}
