using System.Diagnostics;
using System.Runtime.InteropServices;

namespace OmeFs.Mount.Tests;

/// <summary>`omefs mount -f`: the daemon is this test's own child, to be signalled and watched.</summary>
sealed partial class Foreground : IDisposable
{
    public const int SigInt = 2, SigKill = 9, SigTerm = 15;

    readonly Process process;
    readonly string stem;

    public Foreground(string source, string? point = null)
    {
        Point = point ?? Mounted.NewPoint();
        stem = Point + ".foreground";
        process = Commands.Start([Repository.Omefs, "mount", "-f", source, Point], stem);
        var ready = MountTable.WaitUntil(() => process.HasExited || (MountTable.IsMounted(Point) && Answers(Point)));
        Assert.True(ready && !process.HasExited, $"omefs mount -f did not mount: {Error}");
    }

    public string Point { get; }

    public string Error => File.Exists(stem + ".err") ? File.ReadAllText(stem + ".err") : "";

    public bool IsRunning => !process.HasExited;

    public int ExitCode => process.ExitCode;

    public void Signal(int signal) => Assert.Equal(0, Kill(process.Id, signal));

    public bool WaitForExit(double seconds) => process.WaitForExit(TimeSpan.FromSeconds(seconds));

    public void Dispose()
    {
        Mounted.Unmount(Point);
        if (!process.WaitForExit(3000))
            process.Kill();
        process.Dispose();
        foreach (var end in (string[])[".out", ".err"])
            File.Delete(stem + end);
    }

    static bool Answers(string point)
    {
        try
        {
            return File.Exists(Path.Combine(point, ".zattrs"));
        }
        catch (IOException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
