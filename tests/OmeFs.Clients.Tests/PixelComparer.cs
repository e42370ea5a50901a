using System.Text.Json;

namespace OmeFs.Clients.Tests;

/// <summary>The judge of a mounted tree: zarr-python reads the mount, tifffile the source, the schemas the metadata. Class fixture.</summary>
public sealed class PixelComparer : IDisposable
{
    private readonly PythonServer _server = new("compare_tiff.py", "--serve");

    /// <summary>What differs between <paramref name="tiff"/> and the tree on <paramref name="mount"/>: pixels, then metadata.</summary>
    public IReadOnlyList<string> Differences(string tiff, string mount)
    {
        var corpus = Directory.Exists(Repository.SharedCorpus) ? Repository.SharedCorpus : null;
        using var verdict = _server.Ask(new { tiff, mount, corpus });
        var errors = Strings(verdict.RootElement, "errors").Concat(Strings(verdict.RootElement, "metadata")).ToList();
        if (errors.Count == 0 && !verdict.RootElement.GetProperty("ok").GetBoolean())
            errors.Add("not one plane was compared");
        return errors;
    }

    /// <summary>Fails the test, saying all that differs.</summary>
    public void AssertSame(string tiff, string mount)
    {
        var differences = Differences(tiff, mount);
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    /// <summary>SHA-256 of every level on <paramref name="mount"/> as zarr-python reads it, by "image/level".</summary>
    public IReadOnlyDictionary<string, string> Digests(string mount)
    {
        using var answer = _server.Ask(new { digest = mount });
        return Pairs(answer);
    }

    /// <summary>SHA-256 of each series of an OME-TIFF as tifffile reads it, by its number.</summary>
    public IReadOnlyDictionary<string, string> TiffDigests(string tiff)
    {
        using var answer = _server.Ask(new { digest_tiff = tiff });
        return Pairs(answer);
    }

    /// <summary>SHA-256 of the first IFDs of these files one after the other, each read by tifffile by itself.</summary>
    public string StackDigest(string[] files)
    {
        using var answer = _server.Ask(new { stack = files });
        return answer.RootElement.GetProperty("sha256").GetString()!;
    }

    public void Dispose() => _server.Dispose();

    private static Dictionary<string, string> Pairs(JsonDocument answer) =>
        answer.RootElement.EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.GetString()!);

    private static IEnumerable<string> Strings(JsonElement verdict, string name) =>
        verdict.TryGetProperty(name, out var list) ? list.EnumerateArray().Select(text => text.GetString()!) : [];
}
