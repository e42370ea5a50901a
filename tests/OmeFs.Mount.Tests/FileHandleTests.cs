namespace OmeFs.Mount.Tests;

/// <summary>File handles outlive the kernel's caches, the mount and the daemon, as an NFS export needs; spoilt ones are ESTALE.</summary>
public sealed class FileHandleTests
{
    private static readonly string Source = Repository.Fixture("pyramid-several-images.ome.tif");

    [Fact]
    public void Handles_open_after_caches_are_dropped()
    {
        using var mounted = Mounted.Open(Source);
        var taken = Take(mounted);
        File.WriteAllText("/proc/sys/vm/drop_caches", "2");
        Use("use", mounted, taken);
    }

    [Fact]
    public void Handles_open_after_a_remount_by_a_new_daemon()
    {
        string taken;
        using (var first = Mounted.Open(Source))
            taken = Take(first);
        using var second = Mounted.Open(Source);
        Use("use", second, taken);
    }

    [Fact]
    public void Spoilt_handles_are_stale()
    {
        using var mounted = Mounted.Open(Source);
        var taken = Take(mounted);
        File.WriteAllText("/proc/sys/vm/drop_caches", "2");
        Use("corrupt", mounted, taken);
    }

    /// <summary>A handle of one source must not open a node of another that happens to have its number.</summary>
    [Fact]
    public void Handles_of_another_source_are_stale()
    {
        string taken;
        using (var first = Mounted.Open(Source))
            taken = Take(first);
        using var other = Mounted.Open(Repository.Fixture("pyramid-big-le-none.ome.tif"));
        var ran = PythonCheck.Run([], "handles.py", "use", other.Point, taken);
        Assert.Equal(1, ran.ExitCode);
        // The root alone has no generation of its own (the kernel wants 0 there) and may open.
        foreach (var line in ran.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.Contains("/.:", StringComparison.Ordinal)))
            Assert.Contains("Stale file handle", line, StringComparison.Ordinal);
    }

    private static string Take(Mounted mounted)
    {
        var ran = PythonCheck.Run([], "handles.py", "take", mounted.Point);
        Assert.True(ran.ExitCode == 0, ran.ToString());
        var path = Path.Combine(Repository.Scratch, $"handles-{Path.GetFileName(mounted.Point)}.json");
        File.WriteAllText(path, ran.Output);
        return path;
    }

    private static void Use(string action, Mounted mounted, string taken)
    {
        var ran = PythonCheck.Run([], "handles.py", action, mounted.Point, taken);
        Assert.True(ran.ExitCode == 0, ran.ToString());
    }
}
