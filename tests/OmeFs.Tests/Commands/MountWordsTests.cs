using OmeFs.Commands;
using OmeFs.Core;

namespace OmeFs.Tests.Commands;

/// <summary>The words of -o, and the form in which mount(8) calls.</summary>
public sealed class MountWordsTests
{
    [Fact]
    public void Every_option_with_only_a_long_name_is_a_word_except_json()
    {
        string[] no = ["--json", "--security-context"];
        foreach (var option in MountCommand.Create().Options.Where(option => option.Name.StartsWith("--", StringComparison.Ordinal) && option.Aliases.Count == 0 && !no.Contains(option.Name)))
        {
            var isFlag = option.ValueType == typeof(bool);
            foreach (var key in (string[])[option.Name[2..], option.Name[2..].Replace('-', '_')])
                Assert.Equal(isFlag ? option.Name : $"{option.Name}=v", Assert.Single(Options(isFlag ? key : $"{key}=v")));
        }
    }

    [Theory]
    [InlineData("allow_other,uid=1000", "--allow-other", "--uid=1000")]
    [InlineData(" gid=0 , layout=image,,", "--gid=0", "--layout=image")]
    [InlineData("uid=1,uid=2", "--uid=2")]
    [InlineData("allow_source=/a,allow-source=/b", "--allow-source=/a", "--allow-source=/b")]
    [InlineData("log_file=/var/log/x=y", "--log-file=/var/log/x=y")]
    [InlineData("target=\"/a,b c.h5\",strict", "--target=/a,b c.h5", "--strict")]
    [InlineData(@"target=/a\,b.h5,strict", "--target=/a,b.h5", "--strict")]
    [InlineData(@"target=/a\\\,b.h5", @"--target=/a\,b.h5")]
    [InlineData(@"target=/a\b.h5", @"--target=/a\b.h5")]
    [InlineData("target=/say\"x,strict", "--target=/say\"x", "--strict")]
    [InlineData("", new string[0])]
    [InlineData(",", new string[0])]
    [InlineData("context=\"system_u:object_r:tmp_t:s0:c127,c456\"", "--security-context=context=system_u:object_r:tmp_t:s0:c127,c456")]
    public void Words_are_options(string list, params string[] options) => Assert.Equal(options, Options(list));

    [Theory]
    [InlineData("rw,dev,suid")]
    [InlineData("ro,nosuid,nodev,noexec,noatime,defaults,auto,noauto,user,users,nouser,owner,group,nofail,_netdev")]
    [InlineData("exec,async,sync,relatime,strictatime,lazytime,diratime,iversion,mand,silent,loud,nosymfollow")]
    [InlineData("user=somebody,comment=a scratch disk,x-systemd.automount,x-systemd.requires=/data,x-gvfs-show,X-mount.mkdir=0755")]
    public void Generic_words_mean_nothing(string list) => Assert.Empty(Options(list));

    [Theory]
    [InlineData("nonsense", "-o nonsense: no such option")]
    [InlineData("ro,allow_oter", "-o allow_oter: no such option")]
    [InlineData("foreground", "-o foreground")]
    [InlineData("json", "-o json")]
    [InlineData("uid", "-o uid: needs a value: uid=")]
    [InlineData("strict,log_file=", "-o log_file=: needs a value: log_file=FILE")]
    [InlineData("allow_other=1", "takes no value")]
    [InlineData("remount,ro", "cannot change a mount")]
    public void What_makes_no_sense_is_a_wrong_use(string list, string message)
    {
        var fault = Assert.Throws<OmeFsException>(() => Options(list));
        Assert.Equal(FaultKind.Usage, fault.Kind);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sloppy_passes_over_what_is_unknown() =>
        Assert.Equal(["mount", "--strict", "a", "b"], MountWords.Expand(["mount", "a", "b", "-o", "nonsense,strict,intr=7"], sloppy: true));

    [Theory]
    [InlineData("mount|a|b|-o|ro,uid=1|-ostrict", "mount|--uid=1|--strict|a|b")]
    [InlineData("mount|-o|strict|--|-o|b", "mount|--strict|--|-o|b")]
    [InlineData("mount|a|b|-o", "mount|a|b|-o")]
    [InlineData("inspect|-o|strict", "inspect|-o|strict")]
    [InlineData("index|a|-o|b.json", "index|a|-o|b.json")]
    public void Only_mounts_have_words(string words, string expanded) => Assert.Equal(expanded.Split('|'), MountWords.Expand(words.Split('|')));

    [Theory]
    [InlineData("mount.omefs|/a.tif|/mnt", "mount|--quiet|--|/a.tif|/mnt", false, false)]
    [InlineData("mount.omefs|/a.tif|/mnt|-o|rw,dev", "mount|--quiet|-o|rw,dev|--|/a.tif|/mnt", false, false)]
    [InlineData("/a.tif|/mnt|-o|rw,dev,suid", "mount|--quiet|-o|rw,dev,suid|--|/a.tif|/mnt", false, false)]
    [InlineData("a.tif|/mnt|-o|rw", "mount|--quiet|-o|rw|--|a.tif|/mnt", false, false)]
    [InlineData("mount.omefs|/a.tif|/mnt|-sfnv|-t|fuse.omefs|-o|ro", "mount|-o|ro|--|/a.tif|/mnt", true, true)]
    [InlineData("mount.omefs|-n|-v|-o|ro|/a.tif|/mnt", "mount|-o|ro|--|/a.tif|/mnt", false, false)]
    [InlineData("mount.omefs|--|-a.tif|/mnt", "mount|--quiet|--|-a.tif|/mnt", false, false)]
    public void The_form_of_mount_helpers(string words, string expected, bool fake, bool sloppy)
    {
        var helper = MountHelper.Of(words.Split('|'))!;
        Assert.Equal(expected.Split('|'), helper.Words);
        Assert.Equal((fake, sloppy), (helper.Fake, helper.Sloppy));
    }

    [Theory]
    [InlineData("mount|/a.tif|/mnt|-o|rw")]
    [InlineData("unmount|/mnt")]
    [InlineData("index|/a.tif|-o|b.json")]
    [InlineData("mont|a.tif|mnt")]
    [InlineData("--version|-o")]
    [InlineData("/a.tif")]
    public void Other_forms_are_none(string words) => Assert.Null(MountHelper.Of(words.Split('|')));

    private static string[] Options(string list) => [.. MountWords.Expand(["mount", "a", "b", "-o", list]).Skip(1).SkipLast(2)];
}
