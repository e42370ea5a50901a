namespace OmeFs.Mount.Tests;

/// <summary>Sources that lead back into a mount of omefs: an error at once, and no reader that waits for itself.</summary>
public sealed class SelfReferenceTests : IDisposable
{
    private const string Refused = "Input/output error";

    private readonly string _root = Directory.CreateDirectory(Path.Combine(Repository.Scratch, $"self-{Guid.NewGuid():N}")).FullName;
    private readonly List<string> _mounted = [];

    public SelfReferenceTests()
    {
        Directory.CreateDirectory(At("own/mnt"));
        Directory.CreateDirectory(At("own/bind"));
        File.WriteAllText(At("own/data.bin"), "0123456789");
    }

    public void Dispose()
    {
        for (var i = _mounted.Count - 1; i >= 0; i--)
            Release(_mounted[i]);
        Directory.Delete(_root, recursive: true);
    }

    [SkippableTheory]
    [InlineData("""["mnt/a", 0, 4]""")]
    [InlineData("""["mnt/a"]""")]
    [InlineData("""["mnt/k", 0, 4]""")]
    [InlineData("""["mnt/k"]""")]
    [InlineData("""["ROOT/own/mnt/k", 0, 4]""")]
    [InlineData("""["file://ROOT/own/mnt/a", 0, 4]""")]
    [InlineData("""["mnt/../mnt/./a", 0, 4]""")]
    [InlineData("""["mnt/deep/er/k", 0, 4]""")]
    [InlineData("""["mnt/deep/../a", 0, 4]""")]
    [InlineData("""["folder/a", 0, 4]""")]
    [InlineData("""["folder/a"]""")]
    [InlineData("""["link", 0, 4]""")]
    [InlineData("""["link"]""")]
    [InlineData("""["../alias/mnt/a", 0, 4]""")]
    [InlineData("""["bind/a", 0, 4]""", true)]
    [InlineData("""["bind/a"]""", true)]
    public void A_target_in_the_own_mount_is_an_error(string reference, bool isBound = false)
    {
        Skip.If(isBound && !Environment.IsPrivilegedProcess, "only root can bind a mount to another place");
        File.CreateSymbolicLink(At("own/folder"), "mnt");
        File.CreateSymbolicLink(At("own/link"), "mnt/a");
        File.CreateSymbolicLink(At("alias"), "own");
        Mount($$"""{"a": ["data.bin", 0, 4], "k": {{reference}}, "deep/er/k": {{reference}}}""", "own/mnt", "-o", $"allow_source={_root}");
        if (isBound)
            Bind("own/mnt", "own/bind");
        Fails("own/mnt/k");
        Fails("own/mnt/deep/er/k");
        Assert.Equal("0123", Read("own/mnt/a").Output);
    }

    /// <summary>As many at once as there are threads that could answer, and more.</summary>
    [Fact]
    public void Many_readers_at_once_get_errors_too()
    {
        Mount("""{"a": ["data.bin", 0, 4], "k": ["mnt/a", 0, 4], "w": ["mnt/w"]}""", "own/mnt");
        var ran = Commands.Run(["timeout", "20", "sh", "-c", "for i in $(seq 60); do { cat \"$1/k\" 2>&- || cat \"$1/w\" 2>&- || echo refused; } & done; wait", "sh", At("own/mnt")], seconds: 60);
        Assert.Equal((0, 60), (ran.ExitCode, ran.Output.Split('\n').Count(line => line == "refused")));
    }

    [Fact]
    public void A_link_that_comes_later_and_leads_into_the_mount_is_an_error()
    {
        Directory.CreateDirectory(At("own/later"));
        Mount("""{"a": ["data.bin", 0, 4], "k": ["later/a", 0, 4], "l": ["link", 0, 4]}""", "own/mnt");
        Directory.Delete(At("own/later"));
        File.CreateSymbolicLink(At("own/later"), "mnt");
        File.CreateSymbolicLink(At("own/link"), "mnt/l");
        Fails("own/mnt/k");
        Fails("own/mnt/l");
    }

    [Theory]
    [InlineData("own/mnt/a")]
    [InlineData("own/link")]
    public void A_file_that_is_chosen_must_be_there_before_the_mount(string target)
    {
        File.CreateSymbolicLink(At("own/link"), "mnt/a");
        File.WriteAllText(At("own/refs.json"), """{"a": ["data.bin", 0, 4], "k": [null, 0, 4]}""");
        var ran = Mounted.TryMount(At("own/refs.json"), At("own/mnt"), false, $"--target={At(target)}");
        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("no such file", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_mounts_that_refer_to_each_other_are_errors()
    {
        Directory.CreateDirectory(At("two/mnt"));
        File.WriteAllText(At("two/data.bin"), "abcdefgh");
        Mount("""{"a": ["data.bin", 0, 4], "k": ["../two/mnt/k", 0, 4], "l": ["../two/mnt/a", 0, 4], "w": ["../two/mnt/w"]}""", "own/mnt", "--allow-source=any");
        Mount("""{"a": ["data.bin", 0, 4], "k": ["../own/mnt/k", 0, 4], "l": ["../own/mnt/a", 0, 4], "w": ["../own/mnt/w"]}""", "two/mnt", "--allow-source=any");
        foreach (var key in (string[])["own/mnt/k", "two/mnt/k", "own/mnt/l", "two/mnt/l", "own/mnt/w", "two/mnt/w"])
            Fails(key);
        Assert.Equal(("0123", "abcd"), (Read("own/mnt/a").Output, Read("two/mnt/a").Output));
    }

    [SkippableFact]
    public void A_folder_does_not_show_the_mounts_in_it()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "only root can bind a mount to another place");
        Directory.CreateDirectory(At("mnt"));
        File.Copy(Repository.Fixture("stack.tif"), At("own/stack.tif"));
        Mount("""{"x.tif": ["data.bin"]}""", "own/mnt");
        MountSource(At("own"), At("mnt"));
        Assert.Equal(["bind", "stack.ome.zarr"], Directory.GetFileSystemEntries(At("mnt")).Select(Path.GetFileName).Order());
        Bind("mnt", "own/bind");
        Assert.Empty(Directory.GetFileSystemEntries(At("mnt/bind")));
        Assert.Equal(0, Commands.Run(["timeout", "20", "find", At("mnt")]).ExitCode);
    }

    /// <summary>What a user names, and what is beside it, may be shown by omefs: that mount was there before.</summary>
    [Fact]
    public void A_set_that_another_mount_shows_can_be_mounted()
    {
        Directory.CreateDirectory(At("two"));
        var folder = Path.Combine(Repository.Fixtures, "sets/slices-deflate-tiles");
        var names = Directory.GetFiles(folder).Select(Path.GetFileName).ToList();
        File.WriteAllText(At("own/refs.json"), $"{{{string.Join(", ", names.Select(name => $"\"{name}\": [\"{Path.Combine(folder, name!)}\"]"))}}}");
        MountSource(At("own/refs.json"), At("own/mnt"), "--allow-source=any");
        MountSource(Path.Combine(At("own/mnt"), names.Order(StringComparer.Ordinal).First()!), At("two"));
        Assert.True(File.Exists(At("two/.zattrs")));
    }

    private string At(string path) => Path.Combine(_root, path);

    private void Mount(string json, string point, params string[] options)
    {
        var document = Path.Combine(Path.GetDirectoryName(At(point))!, "refs.json");
        File.WriteAllText(document, json.Replace("ROOT", _root, StringComparison.Ordinal));
        MountSource(document, At(point), options);
    }

    private void MountSource(string source, string point, params string[] options)
    {
        var ran = Mounted.TryMount(source, point, false, options);
        _mounted.Add(point);
        Assert.True(ran.ExitCode == 0, ran.ToString());
    }

    private void Bind(string from, string to)
    {
        Assert.Equal(0, Commands.Run(["mount", "--bind", At(from), At(to)]).ExitCode);
        _mounted.Add(At(to));
    }

    private Finished Read(string path) => Commands.Run(["timeout", "-s", "KILL", "20", "cat", At(path)], seconds: 60);

    private void Fails(string path)
    {
        var ran = Read(path);
        Assert.True(ran.ExitCode == 1 && ran.Error.Contains(Refused, StringComparison.Ordinal), ran.ToString());
    }

    /// <summary>A reader that waits for itself can be ended in no other way than by ending its connection.</summary>
    private static void Release(string point)
    {
        var device = File.ReadAllLines("/proc/self/mountinfo").Select(line => line.Split(' ')).LastOrDefault(fields => fields[4] == point)?[2];
        var abort = $"/sys/fs/fuse/connections/{device?.Split(':')[1]}/abort";
        if (device is not null && File.Exists(abort))
            File.WriteAllText(abort, "1");
        Mounted.Unmount(point);
    }
}
