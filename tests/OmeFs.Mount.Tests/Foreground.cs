using System.Diagnostics;
using System.Runtime.InteropServices;

namespace OmeFs.Mount.Tests;

/// <summary>`omefs mount -f`: the daemon is this test's own child, to be signalled and watched.</summary>
internal sealed partial class Foreground : IDisposable
{
    public const int SigInt = 2, SigKill = 9, SigTerm = 15, SigContinue = 18;

    private const int SigStop = 19;

    private readonly Process _process;
    private readonly string _stem;

    /// <param name="answers">A file that shows that the mount answers.</param>
    public Foreground(string source, string? point = null, string[]? options = null, string answers = ".zattrs")
    {
        Point = point ?? Mounted.NewPoint();
        _stem = Point + ".foreground";
        // Whoever runs the tests in the background of a script has SIGINT ignored, and a program inherits that.
        _process = Commands.Start(["env", "--default-signal=INT", Repository.Omefs, "mount", "-f", source, Point, .. options ?? []], _stem);
        var ready = MountTable.WaitUntil(() => _process.HasExited || (Take(".out").Contains(Point, StringComparison.Ordinal) && Answers(Path.Combine(Point, answers))), seconds: 30);
        if (ready && !_process.HasExited)
            return;
        var said = Error;
        Dispose(); // nobody else can: there is no object yet
        Assert.Fail($"omefs mount -f did not mount: {said}");
    }

    public string Point { get; }

    public string Error => Take(".err");

    public bool IsRunning => !_process.HasExited;

    public int ExitCode => _process.ExitCode;

    public void Signal(int signal) => Assert.Equal(0, Kill(_process.Id, signal));

    /// <summary>Stops the daemon, and returns when none of its threads can answer any more.</summary>
    public void Stop()
    {
        Signal(SigStop);
        MountTable.WaitUntilStopped(_process.Id);
    }

    public bool WaitForExit(double seconds) => _process.WaitForExit(TimeSpan.FromSeconds(seconds));

    public void Dispose()
    {
        Mounted.Unmount(Point);
        if (!_process.WaitForExit(3000))
            _process.Kill();
        _process.Dispose();
        foreach (var end in (string[])[".out", ".err"])
            File.Delete(_stem + end);
    }

    /// <summary>What it said so far on ".out" or ".err".</summary>
    private string Take(string end) => File.Exists(_stem + end) ? File.ReadAllText(_stem + end) : "";

    private static bool Answers(string file)
    {
        try
        {
            return File.Exists(file);
        }
        catch (IOException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
