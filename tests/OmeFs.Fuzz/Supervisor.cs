using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace OmeFs.Fuzz;

/// <summary>
/// The parent of <see cref="Hunt"/>: sees when the child dies (a crash of a native decoder, a stack overflow), stops answering, or takes
/// too much memory, keeps the input it was at, and starts another.
/// </summary>
/// <param name="command">The child's program and its first words.</param>
internal sealed class Supervisor(IReadOnlyList<string> command, Corpus corpus, string scratch, Action<string> tell)
{
    /// <summary>Of one child; another begins with the seeds again.</summary>
    private const long ExecutionsOfAChild = 20_000;

    private readonly HashSet<string> _findings = [];

    /// <summary>Without a beat for so long a child is taken for hanging.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Resident, the decoders' own memory included.</summary>
    public long MostResidentBytes { get; init; } = 1500L << 20;

    public IReadOnlyCollection<string> Findings => _findings;

    public long Executions { get; private set; }

    public async Task RunAsync(int seed, long executions, TimeSpan time)
    {
        var clock = Stopwatch.StartNew();
        for (; Executions < executions && clock.Elapsed < time; seed++)
            await WatchAsync(seed, Math.Min(ExecutionsOfAChild, executions - Executions), time - clock.Elapsed);
    }

    private async Task WatchAsync(int seed, long executions, TimeSpan time)
    {
        var current = Path.Combine(scratch, $"current-{Environment.ProcessId}-{seed}");
        using var child = Start([current, Text(seed), Text(executions)]);
        var (clock, silence, before) = (Stopwatch.StartNew(), Stopwatch.StartNew(), Executions);
        var line = child.StandardOutput.ReadLineAsync();
        string? end = null;
        while (end is null)
        {
            await Task.WhenAny(line, Task.Delay(TimeSpan.FromSeconds(0.25)));
            if (!line.IsCompleted)
            {
                end = clock.Elapsed > time ? "time is up" : silence.Elapsed > Patience ? "hang" : Resident(child) > MostResidentBytes ? "memory" : null;
                continue;
            }
            if (line.Result is not { } text)
                break;
            silence.Restart();
            Hear(text, before);
            end = clock.Elapsed > time ? "time is up" : null;
            line = child.StandardOutput.ReadLineAsync();
        }
        if (end is not null)
            child.Kill(entireProcessTree: true);
        await child.WaitForExitAsync();
        if (end is null && child.ExitCode != 0)
            end = "crash";
        if (end is not null and not "time is up")
            Keep(end, current, child.ExitCode);
        File.Delete(current);
    }

    private void Hear(string text, long before)
    {
        switch (text.Split(' ', 4))
        {
            case ["beat", var done]:
                Executions = before + long.Parse(done, CultureInfo.InvariantCulture);
                break;
            case ["found", _, var path, ..]:
                if (_findings.Add(path))
                    tell(text);
                break;
            default:
                tell(text);
                break;
        }
    }

    private void Keep(string kind, string current, int exitCode)
    {
        Executions++;
        var input = File.Exists(current) ? File.ReadAllBytes(current) : [];
        var path = corpus.Save(new Finding(kind, Convert.ToHexString(SHA256.HashData(input)), ""), input);
        _findings.Add(path);
        tell($"found {kind} {path}: the child ended with {exitCode}");
    }

    private Process Start(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(command[0]) { RedirectStandardOutput = true };
        start.Environment["TMPDIR"] = scratch; // what a child that is killed leaves behind goes with it
        foreach (var word in command.Skip(1).Concat(arguments))
            start.ArgumentList.Add(word);
        return Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} did not start");
    }

    private static long Resident(Process child)
    {
        child.Refresh();
        return child.HasExited ? 0 : child.WorkingSet64;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
