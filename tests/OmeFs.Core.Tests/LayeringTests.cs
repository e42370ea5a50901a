using System.Text.RegularExpressions;

namespace OmeFs.Core.Tests;

/// <summary>
/// Holds the folders' layering: which room may use which (docs/ARCHITECTURE.md). Read off the sources, so that a type used by its
/// qualified name counts as much as a using directive. What lies in a project's own root is everybody's.
/// </summary>
public sealed partial class LayeringTests
{
    const string Core = "OmeFs.Core", Fuse = "OmeFs.Fuse", Program = "OmeFs";

    /// <summary>Folder → folders it may use. A folder that is not here fails the test until somebody has decided where it belongs.</summary>
    static readonly Dictionary<string, string[]> MayUse = new()
    {
        [$"{Core}"] = [],
        [$"{Core}.Sources"] = [],
        [$"{Core}.Tiff"] = ["Sources"],
        [$"{Core}.Ome"] = [],
        [$"{Core}.References"] = ["Sources"],
        [$"{Core}.Codecs"] = ["Tiff"],
        [$"{Core}.Arrays"] = ["Sources", "Tiff", "Codecs"],
        [$"{Core}.Tree"] = ["Arrays"],
        [$"{Core}.Zarr"] = ["Sources", "Tiff", "Ome", "Arrays", "Tree"],
        [$"{Fuse}"] = ["Sources", "Tree"],
        [$"{Fuse}.Wire"] = [],
        [$"{Fuse}.Transport"] = [],
        [$"{Fuse}.Mount"] = [],
        [$"{Program}"] = ["Sources", "Tiff", "Ome", "References", "Codecs", "Arrays", "Tree", "Zarr"],
    };

    /// <summary>Project → projects whose namespaces it may name.</summary>
    static readonly Dictionary<string, string[]> ProjectMayUse = new()
    {
        [Core] = [Core],
        [Fuse] = [Core, Fuse],
        [Program] = [Core, Fuse, Program],
    };

    static string Sources => Path.Combine(RepositoryRoot(), "src");

    public static TheoryData<string> Folders =>
        [.. SourceFiles().Select(Folder).Distinct().Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Folders))]
    public void A_folder_uses_only_what_it_may(string folder)
    {
        Assert.True(MayUse.TryGetValue(folder, out var allowed), $"{folder} is not in the table of layers");
        Assert.Empty(SourceFiles().Where(file => Folder(file) == folder).SelectMany(file => Violations(file, folder, allowed!)));
    }

    [Fact]
    public void A_namespace_is_its_folder()
    {
        Assert.DoesNotContain(SourceFiles(), file =>
            Namespace().Match(Code(file)) is { Success: true } declared && declared.Groups[1].Value != FullFolder(file));
    }

    /// <summary>The pattern finds what it is for: a check that matches nothing would pass for ever.</summary>
    [Theory]
    [InlineData("using OmeFs.Core.Tree;", "Tree")]
    [InlineData("using static OmeFs.Core.Tree.NodeId;", "Tree")]
    [InlineData("var x = new OmeFs.Core.Zarr.Thing();", "Zarr")]
    [InlineData("var x = Core.Zarr.Thing.Make();", "Zarr")]
    public void A_use_is_recognised(string code, string folder) => Assert.Contains(folder, UsedFolders(code));

    [Fact]
    public void Comments_are_no_use() => Assert.Empty(UsedFolders(WithoutComments("/// <see cref=\"OmeFs.Core.Tree.NodeId\"/>\n// OmeFs.Core.Zarr\n")));

    static IEnumerable<string> Violations(string file, string folder, string[] allowed)
    {
        var (code, project) = (Code(file), Project(file));
        var own = folder.StartsWith($"{Core}.", StringComparison.Ordinal) ? folder[(Core.Length + 1)..] : "";
        foreach (var used in UsedFolders(code).Where(used => used != own && !allowed.Contains(used)))
            yield return $"{Path.GetRelativePath(Sources, file)} uses {Core}.{used}";
        foreach (var used in OtherProjects().Matches(code).Select(match => match.Value).Distinct().Where(used => !ProjectMayUse[project].Contains(used)))
            yield return $"{Path.GetRelativePath(Sources, file)} names {used}";
    }

    static IEnumerable<string> UsedFolders(string code) =>
        Uses().Matches(code).Select(match => match.Groups[1].Value).Distinct().Where(name => MayUse.ContainsKey($"{Core}.{name}"));

    static IEnumerable<string> SourceFiles() =>
        Directory.EnumerateFiles(Sources, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(Sources, file).Split('/').Intersect(["bin", "obj"]).Any());

    static string Project(string file) => Path.GetRelativePath(Sources, file).Split('/')[0];

    /// <summary>The project and the first folder below it.</summary>
    static string Folder(string file)
    {
        var parts = Path.GetRelativePath(Sources, file).Split('/');
        // The program composes: its folders are all of one room.
        return parts.Length > 2 && parts[0] != Program ? $"{parts[0]}.{parts[1]}" : parts[0];
    }

    static string FullFolder(string file) => string.Join('.', Path.GetRelativePath(Sources, file).Split('/')[..^1]);

    static string Code(string file) => WithoutComments(File.ReadAllText(file));

    static string WithoutComments(string code) => Comments().Replace(code, "");

    static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "OmeFs.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("no OmeFs.sln above the tests");
        return folder;
    }

    [GeneratedRegex(@"^\s*//.*$|/\*.*?\*/", RegexOptions.Multiline)]
    private static partial Regex Comments();

    [GeneratedRegex(@"^namespace ([\w.]+)[;\s]", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"\bCore\.([A-Z]\w*)(?=[.;])")]
    private static partial Regex Uses();

    [GeneratedRegex(@"\bOmeFs\.(?:Core|Fuse|WinFsp|Http)\b")]
    private static partial Regex OtherProjects();
}
