namespace OmeFs.Testing;

/// <summary>The kernel's own list of mounts, and the processes behind ours.</summary>
public static class MountTable
{
    /// <summary>Whether anything is mounted on <paramref name="point"/>; asks no file system, so that a dead one cannot hang it.</summary>
    public static bool IsMounted(string point) =>
        Lines().Any(line => line.Split(' ')[4] == point.Replace(" ", "\\040", StringComparison.Ordinal));

    public static string TypeOf(string point) =>
        Lines().Where(line => line.Split(' ')[4] == point)
            .Select(line => line.Split(" - ")[1].Split(' ')[0]).LastOrDefault() ?? "";

    /// <summary>How many file systems of <paramref name="type"/> are mounted below no test's scratch folder.</summary>
    public static int Count(string type) =>
        Lines().Count(line => line.Contains($" - {type} ", StringComparison.Ordinal) && !line.Contains(Repository.Scratch, StringComparison.Ordinal));

    /// <summary>A CR in a path ends none.</summary>
    private static string[] Lines() => File.ReadAllText("/proc/self/mountinfo").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Processes whose command line names <paramref name="point"/>: the daemon, and nothing a test itself runs.</summary>
    public static int[] Daemons(string point) =>
        [.. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)).Select(name => int.Parse(name!))
            .Where(pid => CommandLine(pid) is [var program, ..] words && Path.GetFileName(program) == "omefs" && words.Contains(point))];

    public static bool WaitUntil(Func<bool> condition, double seconds = 10)
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
