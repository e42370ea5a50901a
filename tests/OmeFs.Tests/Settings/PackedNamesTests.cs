using System.Text;
using OmeFs.Settings;

namespace OmeFs.Tests.Settings;

/// <summary>Names of any bytes through what takes valid Unicode alone.</summary>
public sealed class PackedNamesTests
{
    /// <summary>Not as attributes: those cannot hold lone surrogates.</summary>
    private static readonly string[] Names =
    [
        "", "plain.tif", "10\udcb5m.tif", "\udc80\udcff", "\u00b5 \ufffd", "\U0001F52C\udcb5", "\U0010FEB5", "\U0010FE00", "\U0010FE00\U0010FEB5", "\U0010FE00\udcb5\U0010FE80",
        "\\uDBFF\\uDEB5", "\\\udcb5", "a\"b\udcb5\n", "\U0010FDFF\U0010FF00",
    ];

    [Fact]
    public void A_name_comes_back_as_it_was_and_is_valid_on_the_way() => Assert.All(Names, name =>
    {
        var packed = PackedNames.Pack(name);
        Assert.Equal(packed, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(packed)));
        Assert.Equal(name, PackedNames.Unpack(packed));
    });

    [Fact]
    public void Words_of_the_command_line_have_their_bytes()
    {
        byte[] given = [.. "/usr/bin/omefs\0inspect\0a\0"u8, 0xB5, .. ".tif\0\0"u8];
        Assert.Equal(["inspect", "a", "\udcb5.tif", ""], CommandWords.Exact(["inspect", "a", "\ufffd.tif", ""], given));
        Assert.Equal(["\ufffd"], CommandWords.Exact(["\ufffd"], []));
    }
}
