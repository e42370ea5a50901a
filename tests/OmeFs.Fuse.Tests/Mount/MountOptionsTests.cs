using OmeFs.Core;
using OmeFs.Fuse.Mount;

namespace OmeFs.Fuse.Tests.Mount;

public sealed class MountOptionsTests
{
    [Theory]
    [InlineData("/data/a.tif", "/data/a.tif")]
    [InlineData("/data/a,allow_other", @"/data/a\,allow_other")]
    [InlineData(@"/data/a\,b", @"/data/a\\\,b")]
    public void A_source_cannot_add_options(string name, string escaped) => Assert.Equal(escaped, FusermountMounter.Escape(name));

    [Fact]
    public void A_NUL_is_refused() =>
        Assert.Equal(FaultKind.Usage, Assert.Throws<OmeFsException>(() => FusermountMounter.Escape("a\0b")).Kind);

    [Fact]
    public void A_mountpoint_that_fusermount_cannot_be_given_is_refused()
    {
        var fault = Assert.Throws<OmeFsException>(() => FusermountMounter.Mount("/m/b\udce9", new MountOptions { Mountpoint = "/m/b\udce9", SourceName = "/a" }));
        Assert.Equal(FaultKind.AccessRefused, fault.Kind);
        Assert.Contains("not UTF-8", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_for_fusermount() => Assert.Equal(
        @"ro,nosuid,nodev,noexec,noatime,default_permissions,max_read=1048576,subtype=omefs,fsname=/a\,b,allow_other",
        FusermountMounter.Options(new MountOptions { Mountpoint = "/m", SourceName = "/a,b", AllowOther = true }));

    [Fact]
    public void Options_for_mount() => Assert.Equal(
        "fd=9,rootmode=40000,user_id=5,group_id=6,max_read=1048576,default_permissions",
        DirectMounter.Options(new MountOptions { Mountpoint = "/m", SourceName = "/a,b", Uid = 5, Gid = 6 }, 9));

    [Theory]
    [InlineData("fusermount3: option allow_other only allowed if 'user_allow_other' is set in /etc/fuse.conf", FaultKind.AccessRefused, "/etc/fuse.conf; add it")]
    [InlineData("fusermount3: fuse device not found, try 'modprobe fuse' first", FaultKind.NotFound, "modprobe fuse")]
    [InlineData("fusermount3: failed to open /dev/fuse: Permission denied", FaultKind.AccessRefused, "chmod 0666 /dev/fuse")]
    [InlineData("fusermount3: user has no write access to mountpoint /x", FaultKind.AccessRefused, "must be yours to write")]
    [InlineData("fusermount3: mount failed: Permission denied", FaultKind.AccessRefused, "AppArmor")]
    [InlineData("fusermount3: mount failed: No such device", FaultKind.SourceFailed, "No such device")]
    public void Complaints_of_fusermount_become_advice(string said, FaultKind kind, string advice)
    {
        var fault = Fusermount.Refusal("/x", said);
        Assert.Equal(kind, fault.Kind);
        Assert.Contains(advice, fault.Message);
    }
}
