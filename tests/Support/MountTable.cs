using System.Text.RegularExpressions;

namespace OmeFs.Testing;

/// <summary>The kernel's own list of mounts, and the processes behind ours.</summary>
public static class MountTable
{
    /// <summary>Whether anything is mounted on <paramref name="point"/>; asks no file system, so that a dead one cannot hang it.</summary>
    public static bool IsMounted(string point) => Entries().Any(entry => entry.Point == point);

    public static string TypeOf(string point) => Entries().LastOrDefault(entry => entry.Point == point).Type ?? "";

    /// <summary>Mountpoints below a folder.</summary>
    public static string[] Below(string folder) =>
        [.. Entries().Select(entry => entry.Point).Where(point => point.StartsWith(folder + "/", StringComparison.Ordinal))];

    /// <summary>Whatever other mounts the machine has: a path may hold a CR, which ends no line, or bytes that are no text.</summary>
    private static IEnumerable<(string Point, string Type)> Entries() =>
        File.ReadAllText("/proc/self/mountinfo").Split('\n').Select(line => line.Split(' '))
            .Select(fields => (Fields: fields, Separator: Array.IndexOf(fields, "-", Math.Min(6, fields.Length))))
            .Where(line => line.Separator > 0 && line.Separator + 1 < line.Fields.Length)
            .Select(line => (Unescaped(line.Fields[4]), line.Fields[line.Separator + 1]));

    /// <summary>The kernel writes space, tab, LF, '#' and backslash as three octal digits.</summary>
    private static string Unescaped(string field) =>
        Regex.Replace(field, @"\\([0-3][0-7]{2})", match => ((char)Convert.ToInt32(match.Groups[1].Value, 8)).ToString());

    /// <summary>Processes whose command line names <paramref name="point"/>: the daemon, and nothing a test itself runs.</summary>
    public static int[] Daemons(string point) =>
        [.. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)).Select(name => int.Parse(name!))
            .Where(pid => CommandLine(pid) is [var program, ..] words && Path.GetFileName(program) == "omefs" && words.Contains(point))];

    /// <summary>Returns when no thread of a process runs that SIGSTOP was sent to: a signal takes effect after kill(2) returns. Fails after 30 s.</summary>
    public static void WaitUntilStopped(int process)
    {
        var threads = $"/proc/{process}/task";
        if (!WaitUntil(() => Directory.EnumerateDirectories(threads).All(IsStopped)))
            throw new TimeoutException($"process {process} still runs after SIGSTOP");
    }

    /// <summary>The state stands behind the name, which is in parentheses and may hold some itself. Spec: proc_pid_stat(5).</summary>
    private static bool IsStopped(string thread)
    {
        var stat = File.ReadAllText(Path.Combine(thread, "stat"));
        return stat[stat.LastIndexOf(')') + 2] == 'T';
    }

    public static bool WaitUntil(Func<bool> condition, double seconds = 30)
    {
        for (var waited = 0; waited < seconds * 50; waited++)
        {
            if (condition())
                return true;
            Thread.Sleep(20);
        }

        return condition();
    }

    private static string[] CommandLine(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").Split('\0', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (IOException)
        {
            return []; // it has ended meanwhile
        }
    }
}
