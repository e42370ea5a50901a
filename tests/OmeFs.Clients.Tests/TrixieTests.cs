using System.Text.Json;

namespace OmeFs.Clients.Tests;

/// <summary>zarr-python 3, and xarray on top of it, out of a Debian trixie that tests/trixie.sh makes in a folder: every array of every fixture.</summary>
public sealed class TrixieTests(FixtureTrees trees) : IClassFixture<FixtureTrees>
{
    [SkippableFact]
    public void Zarr_python_3_reads_what_zarr_python_2_reads()
    {
        using var older = trees.Run("digest_trees.py");
        using var newer = trees.RunIn(Trixie(), "digest_trees.py");
        Assert.StartsWith("2.", older.RootElement.GetProperty("zarr").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("3.", newer.RootElement.GetProperty("zarr").GetString(), StringComparison.Ordinal);
        Assert.Equal("[]", newer.RootElement.GetProperty("errors").GetRawText());
        var digests = Digests(older);
        Assert.InRange(digests.Count, 450, int.MaxValue);
        Assert.Equal(digests, Digests(newer));
    }

    [SkippableFact]
    public void Xarray_on_zarr_python_3_opens_every_image() => FixtureTrees.AssertFine(trees.RunIn(Trixie(), "xarray_trees.py"), least: 450);

    private static Dictionary<string, string> Digests(JsonDocument found) =>
        found.RootElement.GetProperty("digests").EnumerateObject().ToDictionary(digest => digest.Name, digest => digest.Value.GetString()!);

    /// <summary>Its folder. tests/run.sh makes it beforehand; else making it takes some minutes, which no test waits for.</summary>
    internal static string Trixie()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "only root can run a program in another Debian");
        var made = Commands.Run([Path.Combine(Repository.Root, "tests/trixie.sh"), "--made"]);
        Skip.If(made.ExitCode != 0, made.Error.Trim());
        return made.Output.Trim();
    }
}
