namespace OmeFs.Mount.Tests;

/// <summary>With --allow-other other users read what they may read in the source, and no more; nobody stands for them.</summary>
public sealed class AccessTests : IDisposable
{
    private const string Metadata = ".zattrs";

    private readonly string _folder = Directory.CreateDirectory(Path.Combine(Repository.Scratch, $"access-{Guid.NewGuid():N}")).FullName;

    [Theory]
    [InlineData("644", "755", "0:0", "0:0 444 555", true)]
    [InlineData("600", "755", "0:0", "0:0 400 500", false)]
    [InlineData("640", "755", "0:0", "0:0 440 550", false)]
    [InlineData("644", "700", "0:0", "0:0 400 500", false)]
    [InlineData("640", "755", "0:65534", "0:65534 440 550", true)]
    [InlineData("600", "755", "65534:0", "65534:0 400 500", true)]
    [InlineData("604", "755", "0:65534", "0:65534 404 505", false)]
    [InlineData("600", "755", "0:0", "0:0 444 555", true, "--mode", "0444")]
    [InlineData("644", "755", "0:0", "0:0 400 500", false, "--mode", "400")]
    [InlineData("600", "755", "0:0", "65534:0 400 500", true, "--uid", "65534")]
    [InlineData("640", "755", "0:0", "0:65534 440 550", true, "-o", "gid=65534")]
    [InlineData("600", "700", "0:0", "7:8 440 550", false, "-o", "uid=7,gid=8,mode=0440")]
    public void A_mount_shows_owner_and_mode_of_its_source(string file, string folder, string owner, string expected, bool others, params string[] options)
    {
        var source = Put("image.tif", file, owner);
        Run("chmod", folder, _folder);
        using var mounted = Mounted.Open(source, false, ["--allow-other", .. options]);
        Assert.Equal(expected, Shown(mounted.Point));
        Assert.Equal(others, OthersRead(mounted.Point));
        var isTold = (file != "644" || folder != "755") && !options.Any(option => option.Contains("mode", StringComparison.Ordinal));
        Assert.Equal(isTold, Words(mounted.Output).Contains("--mode 0444 lets all users read", StringComparison.Ordinal));
    }

    [Fact]
    public void Images_of_a_folder_have_each_their_own_mode_and_follow_chmod()
    {
        Put("open.tif", "644");
        var secret = Put("secret.tif", "600");
        Put("sub/below.tif", "644");
        Run("chmod", "711", Path.Combine(_folder, "sub"));
        using var mounted = Mounted.Open(_folder, false, "--allow-other");
        Assert.Contains("1 of the images may not be read by every user", Words(mounted.Output), StringComparison.Ordinal);
        string At(string name) => Path.Combine(mounted.Point, name);
        Assert.Equal("0:0 444 555", Shown(At("open.ome.zarr")));
        Assert.Equal("0:0 400 500", Shown(At("secret.ome.zarr")));
        Assert.Equal("511", Commands.Run(["stat", "-c", "%a", At("sub")]).Output.Trim());
        Assert.True(OthersRead(At("open.ome.zarr")));
        Assert.False(OthersRead(At("secret.ome.zarr")));
        Assert.True(OthersRead(At("sub/below.ome.zarr")));

        // The same nodes with other bits: what the kernel remembers of them is taken back, and who reads goes on reading.
        var inode = Inode(At("secret.ome.zarr"));
        using var reader = File.OpenHandle(Path.Combine(At("secret.ome.zarr"), Metadata));
        Run("chmod", "644", secret);
        Assert.True(MountTable.WaitUntil(() => OthersRead(At("secret.ome.zarr"))), "chmod 644 was not seen");
        Run("chmod", "600", secret);
        Assert.True(MountTable.WaitUntil(() => !OthersRead(At("secret.ome.zarr"))), "chmod 600 was not seen");
        Assert.Equal("500", Commands.Run(["stat", "-c", "%a", At("secret.ome.zarr")]).Output.Trim());
        Assert.Equal(inode, Inode(At("secret.ome.zarr")));
        Assert.True(RandomAccess.Read(reader, new byte[10], 0) > 0);
        Run("chmod", "700", Path.Combine(_folder, "sub"));
        Assert.True(MountTable.WaitUntil(() => !OthersRead(At("sub/below.ome.zarr"))), "chmod 700 of a folder was not seen");
        Run("chmod", "700", _folder);
        Assert.True(MountTable.WaitUntil(() => !OthersRead(At("open.ome.zarr"))), "chmod 700 of the source was not seen");
    }

    /// <summary>A link leads where its reader could not go.</summary>
    [Fact]
    public void A_link_into_a_closed_folder_is_as_closed_as_the_folder()
    {
        Put("closed/secret.tif", "644");
        Run("chmod", "700", Path.Combine(_folder, "closed"));
        File.CreateSymbolicLink(Path.Combine(_folder, "link.tif"), "closed/secret.tif");
        using var mounted = Mounted.Open(_folder, false, "--allow-other");
        Assert.Equal("0:0 400 500", Shown(Path.Combine(mounted.Point, "link.ome.zarr")));
        Assert.False(OthersRead(Path.Combine(mounted.Point, "link.ome.zarr")));
        using var alone = Mounted.Open(Path.Combine(_folder, "link.tif"), false, "--allow-other");
        Assert.False(OthersRead(alone.Point));
    }

    [Theory]
    [InlineData("644", "644", true)]
    [InlineData("644", "600", false)]
    [InlineData("600", "644", false)]
    public void A_reference_document_is_as_closed_as_its_targets(string document, string target, bool others)
    {
        Run("cp", Repository.Fixture("stack.tif"), Path.Combine(_folder, "target.bin"));
        File.WriteAllText(Path.Combine(_folder, "refs.json"), """{"version": 1, "refs": {".zattrs": "{}", "a": ["target.bin", 0, 4]}}""");
        Run("chmod", document, Path.Combine(_folder, "refs.json"));
        Run("chmod", target, Path.Combine(_folder, "target.bin"));
        using var mounted = Mounted.Open(Path.Combine(_folder, "refs.json"), false, "--allow-other");
        Assert.Equal(others, OthersRead(mounted.Point));
        Assert.Equal(4, File.ReadAllBytes(Path.Combine(mounted.Point, "a")).Length);
    }

    /// <summary>One that comes later is judged when it is opened.</summary>
    [Fact]
    public void A_target_that_comes_later_and_is_more_closed_is_refused()
    {
        File.WriteAllText(Path.Combine(_folder, "refs.json"), """{"version": 1, "refs": {".zattrs": "{}", "a": ["target.bin", 0, 4]}}""");
        using var mounted = Mounted.Open(Path.Combine(_folder, "refs.json"), false, "--allow-other");
        Run("cp", Repository.Fixture("stack.tif"), Path.Combine(_folder, "target.bin"));
        Run("chmod", "600", Path.Combine(_folder, "target.bin"));
        Assert.Throws<UnauthorizedAccessException>(() => File.ReadAllBytes(Path.Combine(mounted.Point, "a")));
        Run("chmod", "644", Path.Combine(_folder, "target.bin"));
        Assert.Equal(4, File.ReadAllBytes(Path.Combine(mounted.Point, "a")).Length);
    }

    /// <summary>A file of the set that others may not read closes the image; the mount of its user is open to that user whatever the bits say.</summary>
    [Fact]
    public void Who_mounts_can_read()
    {
        var source = Put("image.tif", "640", $"0:{Mounted.Nobody}");
        using var mounted = Mounted.Open(source, unprivileged: true);
        Assert.True(OthersRead(mounted.Point));
        Assert.Equal($"{Mounted.Nobody}:{Mounted.Nobody} 440 550", Commands.Run([.. Mounted.User(true), "stat", "-c", "%u:%g %a", $"{mounted.Point}/{Metadata}", mounted.Point]) is var ran
            ? string.Join(' ', ran.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries) is [var file, var folder] ? [file, folder.Split(' ')[1]] : (string[])[ran.ToString()]) : "");
    }

    [Theory]
    [InlineData("0644")]
    [InlineData("0044")]
    [InlineData("777")]
    [InlineData("u=r")]
    [InlineData("00444")]
    [InlineData("9")]
    public void A_mode_that_is_none_of_a_read_only_mount_is_refused(string mode)
    {
        var point = Mounted.NewPoint();
        foreach (var options in (string[][])[["--mode", mode], ["-o", $"mode={mode}"]])
        {
            var ran = Mounted.TryMount(Repository.Fixture("stack.tif"), point, false, options);
            Assert.True(ran.ExitCode == 2, ran.ToString());
            Assert.Contains("only r bits", Words(ran.Error), StringComparison.Ordinal);
        }
        Mounted.Unmount(point);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Put(string name, string mode, string owner = "0:0")
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Run("cp", Repository.Fixture("stack.tif"), path);
        Run("chown", owner, path);
        Run("chmod", mode, path);
        return path;
    }

    private static void Run(params string[] command)
    {
        var ran = Commands.Run(command);
        Assert.True(ran.ExitCode == 0, ran.ToString());
    }

    /// <summary>"owner:group mode-of-files mode-of-folders".</summary>
    private static string Shown(string root)
    {
        var files = Commands.Run(["stat", "-c", "%u:%g %a", Path.Combine(root, Metadata), Path.Combine(root, "0/.zarray"), Path.Combine(root, "0/0/0/0/0/0")]);
        var folders = Commands.Run(["stat", "-c", "%a", root, Path.Combine(root, "0")]);
        return $"{string.Join('|', files.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct())} "
            + $"{string.Join('|', folders.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct())}";
    }

    /// <summary>However its lines are broken.</summary>
    private static string Words(string output) => string.Join(' ', output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Inode(string path) => Commands.Run(["stat", "-c", "%i", path]).Output.Trim();

    private static bool OthersRead(string root) => Commands.Run([.. Mounted.User(true), "cat", Path.Combine(root, Metadata)]) is { ExitCode: 0, Output.Length: > 0 };
}
