using OmeFs.Composition;
using OmeFs.Core;
using OmeFs.Core.Series;
using OmeFs.Core.Zarr;

namespace OmeFs.Tests.Composition;

public class MountSettingsTests
{
    private static readonly MountSettings Plain = new() { Source = "/data.tif", Mountpoint = "/mnt" };

    [Fact]
    public void Options_are_read_as_fstab_has_them() => Assert.Equal(
        Plain with { AllowOther = true, Uid = 1000, Gid = 0, Layout = OmeZarrLayout.Bioformats2Raw, Missing = MissingFiles.Fill, LogLevel = LogLevelName.Debug, LogFile = "/var/log/x=y" },
        MountSettings.Apply(["allow_other,uid=1000", " gid=0 , layout=bioformats2raw,missing=fill,,log_level=Debug", "log_file=/var/log/x=y"], Plain));

    [Fact]
    public void What_references_may_do_is_collected()
    {
        var references = MountSettings.Apply(["allow_source=/data/../raw,strict", "skip_refused,allow_source=s3://b/p,allow_source=any"], Plain).References;
        Assert.Equal(["/raw", "s3://b/p", "any"], references.AllowedSources);
        Assert.True(references is { Strict: true, SkipRefused: true });
    }

    [Theory]
    [InlineData("/data/../raw/a.h5", "/raw/a.h5")]
    [InlineData("file:///raw/a.h5", "file:///raw/a.h5")]
    [InlineData("s3://bucket/a.h5", "s3://bucket/a.h5")]
    public void What_null_means_is_a_path_or_a_url(string option, string target) =>
        Assert.Equal(target, MountSettings.Apply([$"target={option}"], Plain).References.Target);

    [Fact]
    public void A_relative_target_is_relative_to_where_the_user_is() =>
        Assert.Equal(Path.Join(Environment.CurrentDirectory, "a.h5"), MountSettings.Apply(["target=a.h5"], Plain).References.Target);

    [Fact]
    public void No_options_change_nothing() => Assert.Equal(Plain, MountSettings.Apply(["", ","], Plain));

    [Fact]
    public void Words_for_mount_and_systemd_are_passed_over() => Assert.Equal(
        Plain, MountSettings.Apply(["ro,nosuid,nodev,noexec,noatime,defaults,auto,noauto,user,users,nouser,nofail,_netdev,x-systemd.automount,x-gvfs-show"], Plain));

    [Fact]
    public void Users_and_groups_have_names() =>
        Assert.Equal((0u, 0u), (MountSettings.Apply(["uid=root,gid=root"], Plain) is var settings ? (settings.Uid!.Value, settings.Gid!.Value) : default));

    [Fact]
    public void The_last_of_two_counts() => Assert.Equal(2u, MountSettings.Apply(["uid=1,uid=2"], Plain).Uid);

    [Theory]
    [InlineData("rw", "always read-only")]
    [InlineData("nonsense", "-o nonsense: no such option")]
    [InlineData("uid=", "a number or a name this system knows expected, found ''")]
    [InlineData("uid=-1", "found '-1'")]
    [InlineData("gid=4294967296", "found '4294967296'")]
    [InlineData("uid=no such user", "found 'no such user'")]
    [InlineData("layout=auto,image", "-o image: no such option")]
    [InlineData("layout=", "one of auto, bioformats2raw, image expected")]
    [InlineData("layout=2", "found '2'")]
    [InlineData("layout=-1", "found '-1'")]
    [InlineData("layout=auto,log_level=+1", "found '+1'")]
    [InlineData("missing=zero", "one of refuse, fill expected, found 'zero'")]
    [InlineData("log_level=loud", "one of info, debug, warn, error expected, found 'loud'")]
    [InlineData("log_file=", "a file")]
    [InlineData("log_file", "a file")]
    [InlineData("allow_source=", "a folder, s3://")]
    [InlineData("target=", "a file or a URL expected")]
    [InlineData("target=file://a.h5", "an absolute path expected")]
    public void What_makes_no_sense_is_a_wrong_use(string options, string message)
    {
        var fault = Assert.Throws<OmeFsException>(() => MountSettings.Apply([options], Plain));
        Assert.Equal(FaultKind.Usage, fault.Kind);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }
}
