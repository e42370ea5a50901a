using OmeFs.Core.Sources.Local;

namespace OmeFs.Core.Tests.Sources;

/// <summary>Who may read: the bits of files and of the folders above them, for owners and groups that need not be the same.</summary>
public sealed class ReadAccessTests
{
    /// <summary>The file belongs to 1000:2000. "owner:group mode" of what is beside or above it.</summary>
    [Theory]
    [InlineData("644", "1000:2000 755", "444")]
    [InlineData("644", "1000:2000 700", "400")]
    [InlineData("644", "1000:2000 750", "440")]
    [InlineData("644", "1000:2000 705", "404")]
    [InlineData("644", "1000:2000 711", "444")]
    [InlineData("644", "0:0 755", "444")]
    [InlineData("644", "0:0 700", "000")]
    [InlineData("644", "0:2000 750", "440")]
    [InlineData("644", "0:0 750", "400")] // whether 1000 is in group 0 is not known; only a folder of root's alone keeps an owner out
    [InlineData("644", "0:0 701", "400")] // members of group 0 may not enter, and may be anybody
    [InlineData("644", "0:2000 701", "404")]
    [InlineData("600", "0:0 755", "400")]
    [InlineData("640", "0:0 755", "440")]
    [InlineData("604", "0:0 755", "404")]
    [InlineData("222", "0:0 755", "000")]
    public void A_folder_above_keeps_out_whom_it_does_not_let_in(string file, string folder, string expected)
    {
        var (uid, gid, mode) = Parsed(folder);
        Assert.Equal(expected, Shown(Own(file).Within(ReadAccess.OfFolder(uid, gid, mode))));
    }

    [Theory]
    [InlineData("644", "1000:2000 644", "444")]
    [InlineData("644", "1000:2000 600", "400")]
    [InlineData("644", "1001:2000 640", "440")]
    [InlineData("644", "1001:2000 600", "000")]
    [InlineData("644", "1001:2001 640", "000")]
    [InlineData("644", "1001:2001 644", "444")]
    [InlineData("644", "1000:2001 640", "400")]
    [InlineData("640", "1001:2001 644", "440")]
    [InlineData("644", "1001:2001 604", "000")]
    [InlineData("644", "1000:2000 044", "044")]
    public void Another_file_of_the_set_keeps_out_who_may_not_read_it(string file, string other, string expected)
    {
        var (uid, gid, mode) = Parsed(other);
        var access = ReadAccess.OfFile(uid, gid, mode);
        Assert.Equal(expected, Shown(Own(file).With(access)));
        Assert.Equal(expected == Shown(Own(file)), access.Covers(Own(file)));
    }

    [Fact]
    public void Modes_of_folders_have_x_where_files_have_r() => Assert.Equal(
        ["555", "550", "500", "505", "0"], ((string[])["644", "640", "600", "604", "333"]).Select(mode => Convert.ToString(Own(mode).Mode, 8)));

    [SkippableFact]
    public void A_path_is_judged_with_all_folders_above_it_and_links_followed()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "permission bits are of Unix");
        var root = Directory.CreateTempSubdirectory("omefs-access-");
        try
        {
            var below = Directory.CreateDirectory(Path.Combine(root.FullName, "a/b")).FullName;
            var file = Path.Combine(below, "image.tif");
            File.WriteAllText(file, "x");
            File.SetUnixFileMode(root.FullName, (UnixFileMode)0b111_101_101);
            File.SetUnixFileMode(Path.Combine(root.FullName, "a"), (UnixFileMode)0b111_000_000);
            File.SetUnixFileMode(file, (UnixFileMode)0b110_100_100);
            var link = File.CreateSymbolicLink(Path.Combine(root.FullName, "link.tif"), file).FullName;
            Assert.Equal("400", Shown(new PathAccess().Of(file)!.Value));
            Assert.Equal("400", Shown(new PathAccess().Of(link)!.Value));
            Assert.Equal("444", Shown(new PathAccess(Path.Combine(root.FullName, "a")).Of(file)!.Value));
            Assert.Null(new PathAccess().Of(file + "x"));
            using var opened = FileSource.Open(file);
            File.SetUnixFileMode(Path.Combine(root.FullName, "a"), (UnixFileMode)0b111_101_101);
            Assert.Equal("444", Shown(new PathAccess().Of(file, opened.Identity)));
            Assert.Equal("400", Shown(new PathAccess().Of(file, default)));
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    private static ReadAccess Own(string mode) => ReadAccess.OfFile(1000, 2000, Convert.ToUInt32(mode, 8));

    private static string Shown(ReadAccess access) => Convert.ToString(access.FileMode, 8).PadLeft(3, '0');

    private static (uint Uid, uint Gid, uint Mode) Parsed(string text)
    {
        var parts = text.Split(':', ' ');
        return (uint.Parse(parts[0]), uint.Parse(parts[1]), Convert.ToUInt32(parts[2], 8));
    }
}
