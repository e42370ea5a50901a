using System.Text.RegularExpressions;

namespace OmeFs.Core.Tests;

/// <summary>
/// Holds the folders' layering: which room may use which (docs/ARCHITECTURE.md). Read off the sources, so that a type used by its
/// qualified name counts as much as a using directive. What lies in a project's own root is everybody's.
/// </summary>
public sealed partial class LayeringTests
{
    private const string Program = "OmeFs";

    /// <summary>Folder → folders it may use. A folder below one of them belongs to it, unless it is here itself; any other fails the test until somebody has decided where it belongs.</summary>
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Core"] = [],
        ["Core.Zarr.Model"] = [],
        ["Core.Sources"] = [],
        ["Core.Tiff"] = ["Core.Zarr.Model", "Core.Sources"],
        ["Core.Ome"] = [],
        ["Core.BinData"] = ["Core.Sources", "Core.Ome"],
        ["Core.References"] = ["Core.Sources", "Core.Tree"],
        ["Core.Series"] = ["Core.Zarr.Model", "Core.Sources", "Core.Tiff", "Core.Ome", "Core.BinData"],
        ["Core.Codecs"] = ["Core.Zarr.Model", "Core.Tiff"],
        ["Core.Arrays"] = ["Core.Zarr.Model", "Core.Sources", "Core.Tiff", "Core.Ome", "Core.BinData", "Core.Series", "Core.Codecs"],
        ["Core.Display"] = ["Core.Zarr.Model", "Core.Tiff", "Core.Series", "Core.Codecs", "Core.Arrays"],
        ["Core.Tree"] = ["Core.Zarr.Model", "Core.Arrays"],
        ["Core.Folders"] = ["Core.Sources", "Core.Tree"],
        ["Core.Zarr"] = ["Core.Zarr.Model", "Core.Sources", "Core.Tiff", "Core.Ome", "Core.BinData", "Core.Series", "Core.Codecs", "Core.Arrays", "Core.Display", "Core.Tree"],
        ["Core.Indexing"] = ["Core.Zarr.Model", "Core.Sources", "Core.Tiff", "Core.Arrays", "Core.Tree", "Core.Zarr"],
        ["Core.Verification"] = ["Core.Zarr.Model", "Core.Sources", "Core.Series", "Core.Tiff", "Core.Codecs", "Core.Arrays", "Core.Tree", "Core.Zarr"],
        ["Fuse.Wire"] = [],
        ["Fuse.Interop"] = [],
        ["Fuse.Transport"] = ["Core.Tree", "Fuse.Wire", "Fuse.Interop"],
        ["Fuse.Operations"] = ["Core.Tree", "Fuse.Wire", "Fuse.Transport"],
        ["Fuse.Mount"] = ["Fuse.Wire", "Fuse.Interop", "Fuse.Transport"],
        ["Fuse"] = ["Core.Tree", "Fuse.Wire", "Fuse.Interop", "Fuse.Transport", "Fuse.Operations", "Fuse.Mount"],
    };

    private static string Sources => Path.Combine(RepositoryRoot(), "src");

    public static TheoryData<string> Folders =>
        [.. SourceFiles().Select(Folder).Distinct().Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Folders))]
    public void A_folder_uses_only_what_it_may(string folder)
    {
        if (folder == Program)
            return; // the program composes: it may use everything
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
    [InlineData("using OmeFs.Core.Tree;", "Core.Tree")]
    [InlineData("using static OmeFs.Core.Tree.NodeId;", "Core.Tree")]
    [InlineData("var x = new OmeFs.Core.Zarr.Thing();", "Core.Zarr")]
    [InlineData("using OmeFs.Core.Zarr.Model;", "Core.Zarr.Model")]
    [InlineData("using OmeFs.Core.References.Json;", "Core.References")]
    [InlineData("var x = Core.Zarr.Thing.Make();", "Core.Zarr")]
    [InlineData("using OmeFs.Fuse;", "Fuse")]
    public void A_use_is_recognised(string code, string folder) => Assert.Contains(folder, UsedFolders(code));

    [Fact]
    public void Comments_are_no_use() => Assert.Empty(UsedFolders(WithoutComments("/// <see cref=\"OmeFs.Core.Tree.NodeId\"/>\n// OmeFs.Core.Zarr\n")));

    private static IEnumerable<string> Violations(string file, string folder, string[] allowed) =>
        UsedFolders(Code(file)).Where(used => used != folder && !allowed.Contains(used))
            .Select(used => $"{Path.GetRelativePath(Sources, file)} uses {used}");

    private static IEnumerable<string> UsedFolders(string code) =>
        Uses().Matches(code).Select(match => Room(match.Groups[1].Value)).Where(name => MayUse.ContainsKey(name) && name.Contains('.', StringComparison.Ordinal))
            .Concat(WholeProjects().Matches(code).Select(match => match.Groups[1].Value)).Distinct();

    private static IEnumerable<string> SourceFiles() =>
        Directory.EnumerateFiles(Sources, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(Sources, file).Split('/').Intersect(["bin", "obj"]).Any());

    /// <summary>The project without its "OmeFs.", and the folders below it: all of those that are in the table, the first where none is.</summary>
    private static string Folder(string file)
    {
        var parts = Path.GetRelativePath(Sources, file).Split('/');
        return parts[0] == Program ? Program : Room(string.Join('.', [parts[0][(Program.Length + 1)..], .. parts[1..^1]]));
    }

    private static string Room(string name)
    {
        for (var room = name; room.Contains('.', StringComparison.Ordinal); room = room[..room.LastIndexOf('.')])
            if (MayUse.ContainsKey(room))
                return room;
        return string.Join('.', name.Split('.').Take(2));
    }

    private static string FullFolder(string file) => string.Join('.', Path.GetRelativePath(Sources, file).Split('/')[..^1]);

    private static string Code(string file) => WithoutComments(File.ReadAllText(file));

    private static string WithoutComments(string code) => Comments().Replace(code, "");

    private static string RepositoryRoot()
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

    [GeneratedRegex(@"\b((?:Core|Fuse|WinFsp|Http)(?:\.[A-Z]\w*)+)(?=[.;])")]
    private static partial Regex Uses();

    /// <summary>Another door's project root: Core's is everybody's, a door's is the program's alone.</summary>
    [GeneratedRegex(@"\busing OmeFs\.(Fuse|WinFsp|Http);")]
    private static partial Regex WholeProjects();
}
