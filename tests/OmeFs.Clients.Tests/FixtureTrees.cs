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
        var ran = Commands.Run([Repository.Python, "-B", Path.Combine(Scripts, script), Point], seconds: 120);
        Assert.True(ran.ExitCode == 0, ran.ToString());
        using var found = JsonDocument.Parse(ran.Output);
        var errors = found.RootElement.GetProperty("errors").EnumerateArray().Select(error => error.GetString()).ToList();
        Assert.True(errors.Count == 0, string.Join('\n', errors.Take(20)));
        Assert.InRange(found.RootElement.GetProperty("arrays").GetInt32(), least, int.MaxValue);
    }

    public void Dispose() => _mounted.Dispose();
}
