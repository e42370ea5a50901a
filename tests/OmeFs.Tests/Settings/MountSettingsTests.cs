using System.Collections;
using System.CommandLine;
using System.Reflection;
using System.Text;
using System.Text.Json;
using OmeFs.Commands;
using OmeFs.Core;
using OmeFs.Core.Images;
using OmeFs.Core.References;
using OmeFs.Core.Series.Sets;
using OmeFs.Core.Sources;
using OmeFs.Settings;

namespace OmeFs.Tests.Settings;

/// <summary>From the command line to the daemon: nothing is lost on the way.</summary>
public sealed class MountSettingsTests
{
    private static readonly MountSettings All = new()
    {
        Source = SourceAddress.OfPath("/data/10\udcb5m.tif"),
        View = new ViewSettings
        {
            Layout = OmeZarrLayout.Bioformats2Raw,
            Missing = MissingFiles.Fill,
            References = new ReferenceOptions { AllowedSources = ["/a b", "s3://b/k", "any", "/x\udcff"], Target = "/t\udc80", SkipRefused = true, IsCounted = true, Strict = true, IsShared = true },
        },
        Door = new DoorSettings { Mountpoint = "/mnt/\udcb5", MakeMountpoint = false, AllowOther = true, Uid = 1, Gid = 2, Mode = 0x124, SecurityContexts = ["context=a:b"] },
        Log = new LogSettings { Level = LogLevelName.Warn, File = "/log\udcb5" },
    };

    /// <summary>Each setting has a value that is not its default, so that a new one cannot be forgotten here.</summary>
    [Fact]
    public void The_daemon_gets_every_setting()
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(All, SettingsJson.Default.MountSettings);
        var got = JsonSerializer.Deserialize(bytes, SettingsJson.Default.MountSettings)!;
        Assert.Equal(Spelled(All), Spelled(got));
        var defaults = Spelled(new MountSettings { Source = SourceAddress.OfPath(""), Door = new DoorSettings { Mountpoint = "" } }).ToHashSet();
        Assert.DoesNotContain(Spelled(All), defaults.Contains);
    }

    [Theory]
    [InlineData("/data/s3://b\udcb5", SourceScheme.Local)]
    [InlineData("s3://bucket/key.tif", SourceScheme.S3)]
    [InlineData("https://host/a%20b.tif?x", SourceScheme.Http)]
    public void The_daemon_gets_the_address_of_a_source(string text, SourceScheme scheme)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(All with { Source = SourceAddress.Of(text) }, SettingsJson.Default.MountSettings);
        var got = JsonSerializer.Deserialize(bytes, SettingsJson.Default.MountSettings)!.Source;
        Assert.Equal((scheme, text), (got.Scheme, got.Text));
    }

    [Fact]
    public void Every_option_makes_a_setting()
    {
        string[] words =
        [
            "mount", "--allow-other", "--mode=0444", "--uid=1", "--gid=2", "--no-create", "--security-context=context=a:b", "--layout=bioformats2raw", "--missing=fill",
            "--allow-source=/a b", "--allow-source=s3://b/k", "--target=/t", "--skip-refused", "--strict", "--log-level=warn", "--log-file=/log", "source", "mountpoint",
        ];
        var table = MountSettings.Options();
        var command = new Command("mount") { new Argument<string>("s"), new Argument<string>("m") };
        table.AddTo(command);
        var start = new MountSettings { Source = SourceAddress.OfPath(""), Door = new DoorSettings { Mountpoint = "" } };
        var parsed = command.Parse(words[1..]);
        Assert.Empty(parsed.Errors);
        var before = Spelled(start);
        foreach (var setting in table)
            Assert.NotEqual(before, Spelled(setting.Apply(parsed, start)));
        Assert.Equal(before, Spelled(table.Read(command.Parse(["s", "m"]), start)));
        Assert.Equal(table.Select(one => one.Option.Name).Order(), words.Where(word => word.StartsWith("--", StringComparison.Ordinal)).Select(word => word.Split('=')[0]).Distinct().Order());
    }

    [Fact]
    public void The_daemon_says_who_starts_it()
    {
        var fault = Assert.Throws<OmeFsException>(() => DaemonCommand.Settings(new MemoryStream(Encoding.UTF8.GetBytes("{}"))));
        Assert.Equal(FaultKind.Usage, fault.Kind);
        Assert.Contains("omefs mount", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>Each property that is settable, with its value.</summary>
    private static List<string> Spelled(object settings, string path = "") =>
    [
        .. settings.GetType().GetProperties().Where(one => one.CanWrite && one.GetCustomAttribute<System.Text.Json.Serialization.JsonIgnoreAttribute>() is null)
            .SelectMany(one => one.GetValue(settings) switch
        {
            null => [$"{path}{one.Name}="],
            SourceAddress address => [$"{path}{one.Name}={address}"],
            string text => [$"{path}{one.Name}={text}"],
            IEnumerable many => [$"{path}{one.Name}={string.Join('|', many.Cast<object>())}"],
            var part when part.GetType().Namespace!.StartsWith("OmeFs", StringComparison.Ordinal) && !part.GetType().IsEnum => Spelled(part, $"{path}{one.Name}."),
            var value => (List<string>)[$"{path}{one.Name}={value}"],
        }),
    ];
}
