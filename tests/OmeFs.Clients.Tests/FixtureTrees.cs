using System.Text.Json;

namespace OmeFs.Clients.Tests;

/// <summary>All fixtures in one mount of their folder, each as NAME.ome.zarr, for clients that look at all of them in one go. Class fixture.</summary>
public sealed class FixtureTrees : IDisposable
{
    private static readonly string Scripts = Path.Combine(Repository.Root, "tests/OmeFs.Clients.Tests/python");

    private readonly Mounted _mounted = Mounted.Open(Path.Combine(Repository.Fixtures, "good"));

    public string Point => _mounted.Point;

    /// <summary>Lets a script look at all trees; it must find nothing wrong, and enough to look at.</summary>
    /// <param name="least">Arrays that it must have read.</param>
    public void Judge(string script, int least)
    {
        using var found = Run(script);
        AssertFine(found, least);
    }

    /// <summary>What a script says of all trees.</summary>
    public JsonDocument Run(string script) => Answer([Repository.Python, "-B", "-W", "ignore", Path.Combine(Scripts, script), Point]);

    /// <summary>The same by the Python of another Debian. Its mounts end with the namespace that they are made in.</summary>
    /// <param name="root">That Debian's folder.</param>
    public JsonDocument RunIn(string root, string script) => Answer(
    [
        "unshare", "--mount", "sh", "-c",
        "mount --bind \"$2\" \"$1/mnt\" && mount --bind \"$3\" \"$1/media\" && exec chroot \"$1\" /usr/bin/python3 -B -W ignore \"/media/$4\" /mnt",
        "sh", root, Point, Scripts, script,
    ]);

    public static void AssertFine(JsonDocument found, int least)
    {
        var errors = found.RootElement.GetProperty("errors").EnumerateArray().Select(error => error.GetString()).ToList();
        Assert.True(errors.Count == 0, string.Join('\n', errors.Take(20)));
        Assert.InRange(found.RootElement.GetProperty("arrays").GetInt32(), least, int.MaxValue);
    }

    private static JsonDocument Answer(string[] command)
    {
        var ran = Commands.Run(command, seconds: 180);
        Assert.True(ran.ExitCode == 0, ran.ToString());
        return JsonDocument.Parse(ran.Output);
    }

    public void Dispose() => _mounted.Dispose();
}
