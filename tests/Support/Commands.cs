using System.Diagnostics;

namespace OmeFs.Testing;

/// <summary>What a finished command said.</summary>
public sealed record Finished(string Command, int ExitCode, string Output, string Error, TimeSpan Took)
{
    public override string ToString() =>
        $"`{Command}` ended with {ExitCode} after {Took.TotalSeconds:0.0} s\nstdout: {Output.Trim()}\nstderr: {Error.Trim()}";
}

/// <summary>Runs programs to their end, with a time limit.</summary>
public static class Commands
{
    private static int _sequence;

    /// <summary>
    /// Runs <paramref name="command"/>. The limit is against a hang and no claim of speed: the machine may be busy. Its output goes to files, not
    /// pipes: a daemon it leaves behind may keep them open without
    /// anybody waiting for it.
    /// </summary>
    /// <exception cref="TimeoutException">It ran longer than <paramref name="seconds"/>; it has been killed.</exception>
    public static Finished Run(IReadOnlyList<string> command, double seconds = 120, IReadOnlyDictionary<string, string>? environment = null)
    {
        var stem = Path.Combine(Repository.Scratch, $"run{Interlocked.Increment(ref _sequence)}");
        var clock = Stopwatch.StartNew();
        using var process = Start(command, stem, environment);
        var shown = string.Join(' ', command);
        if (!process.WaitForExit(TimeSpan.FromSeconds(seconds)))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"`{shown}` still ran after {seconds} s; stderr: {Take(stem + ".err")}");
        }

        return new Finished(shown, process.ExitCode, Take(stem + ".out"), Take(stem + ".err"), clock.Elapsed);
    }

    /// <summary>Starts <paramref name="command"/> with stdout and stderr in <paramref name="stem"/>.out and .err, stdin empty.</summary>
    public static Process Start(IReadOnlyList<string> command, string stem, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = "/" };
        foreach (var word in (string[])["-c", "out=$1 err=$2; shift 2; exec \"$@\" </dev/null >\"$out\" 2>\"$err\"", "sh", stem + ".out", stem + ".err"])
            start.ArgumentList.Add(word);
        foreach (var word in command)
            start.ArgumentList.Add(word);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} did not start");
    }

    private static string Take(string path)
    {
        var text = File.Exists(path) ? File.ReadAllText(path) : "";
        File.Delete(path);
        return text;
    }
}
