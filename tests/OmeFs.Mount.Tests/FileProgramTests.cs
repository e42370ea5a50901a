namespace OmeFs.Mount.Tests;

/// <summary>Ordinary programs that walk and copy trees: find, Perl's File::Find, cp, and whatever asks for extended attributes.</summary>
public sealed class FileProgramTests
{
    private const int ENODATA = 61, EOPNOTSUPP = 95;

    private static readonly string Source = Repository.Fixture("pyramid-several-images.ome.tif");

    /// <summary>A link count of 2 would say "no folders in it", and these programs would not look.</summary>
    [Fact]
    public void Walkers_that_count_links_find_every_node()
    {
        using var mounted = Mounted.Open(Source);
        var all = 1 + Directory.EnumerateFileSystemEntries(mounted.Point, "*", SearchOption.AllDirectories).Count();
        Assert.True(all > 20, $"{all} nodes are too few to tell");
        Assert.Equal(all, Lines("find", mounted.Point));
        Assert.Equal(all, Lines("find", mounted.Point, "-name", "*"));
        Assert.Equal(all, Lines("perl", "-MFile::Find", "-e", "$File::Find::dont_use_nlink = 0; find(sub { print \"$File::Find::name\\n\" }, $ARGV[0])", mounted.Point));
    }

    [Theory]
    [InlineData("-r", "--preserve=xattr")]
    [InlineData("-r", "--preserve=all")]
    [InlineData("-a", "--")]
    public void Cp_copies_a_tree_with_its_extended_attributes(params string[] options)
    {
        using var mounted = Mounted.Open(Source);
        var copy = Path.Combine(Repository.Scratch, $"cp-{Guid.NewGuid():N}");
        var ran = Commands.Run(["cp", .. options, mounted.Point, copy]);
        Assert.True(ran.ExitCode == 0 && ran.Error.Length == 0, ran.ToString());
        Commands.Run(["chmod", "-R", "u+w", copy]);
        Directory.Delete(copy, recursive: true);
    }

    [Theory]
    [InlineData(EOPNOTSUPP)]
    [InlineData(ENODATA, "--allow-other")]
    public void No_node_has_extended_attributes(int errno, params string[] options)
    {
        using var mounted = Mounted.Open(Source, false, options);
        const string script = """
            import os, sys
            nodes = [sys.argv[1]] + [os.path.join(folder, name) for folder, below, files in os.walk(sys.argv[1]) for name in below + files]
            assert all(os.listxattr(node) == [] for node in nodes)
            for node in nodes:
                try:
                    sys.exit(f"{node} has {os.getxattr(node, 'user.DosStream.AFP_AfpInfo:$DATA')}")
                except OSError as fault:
                    if fault.errno != int(sys.argv[2]):
                        sys.exit(str(fault))
            """;
        var ran = Commands.Run([Repository.Python, "-c", script, mounted.Point, $"{errno}"]);
        Assert.True(ran.ExitCode == 0, ran.ToString());
    }

    private static int Lines(params string[] command)
    {
        var ran = Commands.Run(command);
        Assert.True(ran.ExitCode == 0, ran.ToString());
        return ran.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
    }
}
