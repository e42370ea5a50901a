namespace OmeFs.Mount.Tests;

/// <summary>Runs one of this project's Python checks, as the user who may look at the tree.</summary>
internal static class PythonCheck
{
    internal static Finished Run(string[] asUser, string script, params string[] arguments) =>
        Commands.Run([.. asUser, Repository.Python, "-B", Path.Combine(Scripts, script), .. arguments], seconds: 120);

    /// <summary>Scripts are copied where every user may read them: a checkout below /root is closed to others.</summary>
    private static string Scripts => LazyScripts.Value;

    private static readonly Lazy<string> LazyScripts = new(() =>
    {
        var copies = Path.Combine(Repository.Scratch, "python");
        Directory.CreateDirectory(copies);
        foreach (var script in Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests/OmeFs.Mount.Tests/python"), "*.py"))
            File.Copy(script, Path.Combine(copies, Path.GetFileName(script)), overwrite: true);
        return copies;
    });
}
