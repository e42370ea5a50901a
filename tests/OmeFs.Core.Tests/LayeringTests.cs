using System.Text.RegularExpressions;

namespace OmeFs.Core.Tests;

/// <summary>
/// Holds the folders' layering: which room may use which (docs/ARCHITECTURE.md). Read off the sources, so that a type used by its
/// qualified name counts as much as a using directive. What is in a project's own root is everybody's.
/// </summary>
public sealed partial class LayeringTests
{
    private const string Program = "OmeFs";

    /// <summary>
    /// Folder → folders it may use, and what is in them. A folder that is not here, and in none that is, fails the test until somebody has decided
    /// where it belongs. A folder within another may have a line of its own; without one it may use whatever the other may, and all of the other.
    /// </summary>
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Core"] = [],
        ["Core.Zarr.Model"] = [],
        ["Core.Sources"] = [],
        ["Core.Sources.Local"] = ["Core.Sources"],
        ["Core.Tiff"] = ["Core.Zarr.Model", "Core.Sources"],
        ["Core.Ome"] = [],
        ["Core.Ome.Xml"] = ["Core.Ome"],
        ["Core.Ome.Planes"] = ["Core.Ome"],
        ["Core.Ome.Writing"] = ["Core.Ome", "Core.Ome.Xml"],
        ["Core.BinData"] = ["Core.Sources", "Core.Ome", "Core.Ome.Xml", "Core.Ome.Planes"],
        ["Core.References"] = [],
        ["Core.References.Records"] = [],
        ["Core.References.Keys"] = ["Core.Tree", "Core.References.Records"],
        ["Core.References.Templates"] = [],
        ["Core.References.Generated"] = ["Core.References.Records", "Core.References.Keys", "Core.References.Templates"],
        ["Core.References.Set"] = ["Core.References.Records", "Core.References.Keys", "Core.References.Templates", "Core.References.Generated"],
        ["Core.References.Json"] = ["Core.Sources", "Core.References.Records", "Core.References.Templates", "Core.References.Set"],
        ["Core.References.Targets"] = ["Core.Sources", "Core.Sources.Local", "Core.References.Records"],
        ["Core.References.Metadata"] = ["Core.Zarr.Formats", "Core.References.Records", "Core.References.Keys", "Core.References.Json"],
        ["Core.References.Tree"] = ["Core.Tree", "Core.References.Records", "Core.References.Keys", "Core.References.Set", "Core.References.Targets"],
        ["Core.References.View"] = ["Core.Sources", "Core.Tree", "Core.References.Records", "Core.References.Set", "Core.References.Json", "Core.References.Targets", "Core.References.Tree"],
        ["Core.References.Survey"] = ["Core.Zarr.Model", "Core.Zarr.Formats", "Core.References.Records", "Core.References.Keys", "Core.References.Generated", "Core.References.Set",
            "Core.References.Targets", "Core.References.Metadata", "Core.References.View"],
        ["Core.References.Parquet.Format"] = ["Core.References.Json"],
        ["Core.References.Parquet"] = ["Core.Tree", "Core.Sources", "Core.Sources.Local", "Core.Zarr.Formats", "Core.References.Records", "Core.References.Keys", "Core.References.Set",
            "Core.References.Json", "Core.References.Targets", "Core.References.Metadata", "Core.References.Tree", "Core.References.Survey", "Core.References.Parquet.Format"],
        ["Core.Series.Channels"] = ["Core.Zarr.Model", "Core.Tiff", "Core.Ome"],
        ["Core.Series.Sets"] = ["Core.Zarr.Model", "Core.Sources", "Core.Tiff", "Core.Ome", "Core.Ome.Xml", "Core.Ome.Planes"],
        ["Core.Series"] = ["Core.Zarr.Model", "Core.Sources", "Core.Tiff", "Core.Ome", "Core.Ome.Xml", "Core.Ome.Planes", "Core.BinData", "Core.Series.Channels", "Core.Series.Sets"],
        ["Core.Codecs.Samples"] = ["Core.Zarr.Model", "Core.Tiff"],
        ["Core.Codecs"] = ["Core.Tiff", "Core.Codecs.Samples"],
        ["Core.Codecs.Png"] = ["Core.Tiff", "Core.Codecs"],
        ["Core.Codecs.Literal"] = ["Core.Tiff"],
        ["Core.Arrays"] = ["Core.Zarr.Model", "Core.Sources", "Core.Tiff", "Core.Ome", "Core.BinData", "Core.Series.Sets", "Core.Series", "Core.Codecs.Samples", "Core.Codecs",
            "Core.Codecs.Png", "Core.Codecs.Literal"],
        ["Core.Display"] = ["Core.Zarr.Model", "Core.Tiff", "Core.Series.Channels", "Core.Series", "Core.Codecs", "Core.Arrays"],
        ["Core.Tree"] = ["Core.Zarr.Model", "Core.Arrays"],
        ["Core.Folders"] = ["Core.Sources", "Core.Sources.Local", "Core.Tree"],
        ["Core.Zarr.Formats"] = ["Core.Zarr.Model", "Core.Tree"],
        ["Core.Zarr"] = ["Core.Zarr.Model", "Core.Zarr.Formats", "Core.Sources", "Core.Series.Channels", "Core.Series", "Core.Arrays", "Core.Display", "Core.Tree"],
        ["Core.Images"] = ["Core.Zarr.Model", "Core.Zarr.Formats", "Core.Zarr", "Core.Sources", "Core.Tiff", "Core.Ome", "Core.Ome.Writing", "Core.BinData", "Core.Series.Channels",
            "Core.Series.Sets", "Core.Series", "Core.Codecs", "Core.Arrays", "Core.Display", "Core.Tree"],
        ["Core.Indexing"] = ["Core.Zarr.Model", "Core.Zarr.Formats", "Core.Sources", "Core.Tiff", "Core.Series", "Core.Codecs", "Core.Codecs.Literal", "Core.Arrays", "Core.Tree", "Core.Images"],
        ["Core.Verification"] = ["Core.Zarr.Model", "Core.Sources", "Core.Series", "Core.Tiff", "Core.Codecs", "Core.Arrays", "Core.Tree", "Core.Images"],
        ["Fuse.Wire"] = [],
        ["Fuse.Interop"] = [],
        ["Fuse.Transport"] = ["Core.Tree", "Fuse.Wire", "Fuse.Interop"],
        ["Fuse.Operations"] = ["Core.Tree", "Fuse.Wire", "Fuse.Transport"],
        ["Fuse.Mount"] = ["Core.Sources.Local", "Fuse.Wire", "Fuse.Interop", "Fuse.Transport"],
        ["Logging"] = ["Core.Sources.Local"],
        ["Demo"] = [],
        ["Manual"] = [],
        ["Settings"] = ["Core", "Fuse.Mount", "Logging"],
        ["Reports"] = ["Core", "Fuse.Mount", "Logging"],
        ["Doors"] = ["Core.Tree", "Fuse", "Settings"],
        ["Daemon"] = ["Fuse.Mount", "Settings", "Reports"],
        ["Composition"] = ["Core", "Settings", "Reports", "Doors", "Daemon", "Logging"],
        ["Commands"] = ["Core", "Fuse.Mount", "Settings", "Reports", "Daemon", "Composition", "Demo", "Logging", "Manual"],
        ["Fuse"] = ["Core.Tree", "Fuse.Wire", "Fuse.Interop", "Fuse.Transport", "Fuse.Operations", "Fuse.Mount"],
    };

    private static string Sources => Path.Combine(RepositoryRoot(), "src");

    public static TheoryData<string> Folders =>
        [.. SourceFiles().Select(Folder).Distinct().Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Folders))]
    public void A_folder_uses_only_what_it_may(string folder)
    {
        if (folder == Program)
            return; // its one file starts all the rest
        var listed = Listed(folder);
        Assert.True(listed is not null, $"{folder} is not in the table of layers");
        string[] allowed = [folder, .. MayUse[listed!], .. listed == folder ? Array.Empty<string>() : [listed!]];
        Assert.Empty(SourceFiles().Where(file => Folder(file) == folder).SelectMany(file => Violations(file, allowed)));
    }

    [Fact]
    public void The_table_has_no_folder_that_is_gone() =>
        Assert.All(MayUse.Keys.Concat(MayUse.Values.SelectMany(names => names)), name => Assert.Contains(name, Known));

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
    [InlineData("var x = Core.Zarr.Thing.Make();", "Core.Zarr")]
    [InlineData("using OmeFs.Fuse;", "Fuse")]
    [InlineData("using OmeFs.Core.Sources.Local;", "Core.Sources.Local")]
    [InlineData("var x = Core.Sources.Local.Thing.Make();", "Core.Sources.Local")]
    [InlineData("using OmeFs.Core.References.Json;", "Core.References.Json")]
    [InlineData("var x = OmeFs.Core.References.Json.JsonText.Of();", "Core.References.Json")]
    [InlineData("using OmeFs.Reports;", "Reports")]
    public void A_use_is_recognised(string code, string folder) => Assert.Contains(folder, UsedFolders(code));

    [Fact]
    public void Comments_are_no_use() => Assert.Empty(UsedFolders(WithoutComments("/// <see cref=\"OmeFs.Core.Tree.NodeId\"/>\n// OmeFs.Core.Zarr\n")));

    private static HashSet<string> Known { get; } = [.. SourceFiles().Select(Folder).SelectMany(folder => Above(folder).Prepend(folder))];

    private static IEnumerable<string> Violations(string file, string[] allowed) =>
        UsedFolders(Code(file)).Where(used => !allowed.Any(one => Covers(one, used))).Select(used => $"{Path.GetRelativePath(Sources, file)} uses {used}");

    /// <summary>A folder that may use another may use the folders in that one, except for those that have a line of their own. A project is all of it.</summary>
    private static bool Covers(string one, string used) =>
        used == one || (used.StartsWith(one + '.', StringComparison.Ordinal)
            && (!one.Contains('.', StringComparison.Ordinal) || Above(used).Prepend(used).TakeWhile(folder => folder != one).All(folder => !MayUse.ContainsKey(folder))));

    /// <summary>Each by its whole path. The root of Core is everybody's.</summary>
    private static IEnumerable<string> UsedFolders(string code) =>
        Uses().Matches(code).Select(match => match.Groups[1].Value)
            .Select(name => Above(name).Prepend(name).FirstOrDefault(Known.Contains)).OfType<string>().Where(name => name is not ("Core" or Program)).Distinct();

    /// <summary>The folder's own line in the table, or that of the nearest folder around it.</summary>
    private static string? Listed(string folder) => Above(folder).Prepend(folder).FirstOrDefault(MayUse.ContainsKey);

    /// <summary>"a.b.c": "a.b", "a".</summary>
    private static IEnumerable<string> Above(string folder)
    {
        while (folder.LastIndexOf('.') is > 0 and var at)
            yield return folder = folder[..at];
    }

    private static IEnumerable<string> SourceFiles() =>
        Directory.EnumerateFiles(Sources, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(Sources, file).Split('/').Intersect(["bin", "obj"]).Any());

    /// <summary>The whole path below the project, and before it the project without its "OmeFs."; folders of the program stand alone.</summary>
    private static string Folder(string file)
    {
        var parts = Path.GetRelativePath(Sources, file).Split('/')[..^1];
        return parts is [Program] ? Program : string.Join('.', parts[0] == Program ? parts[1..] : [parts[0][(Program.Length + 1)..], .. parts[1..]]);
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

    /// <summary>A door's root and folders of the program count by their full names alone: their words are names of members, too.</summary>
    [GeneratedRegex(@"\b(?:OmeFs\.)?((?:Core|Fuse|WinFsp|Http)(?:\.[A-Z]\w*)+|(?<=OmeFs\.)[A-Z]\w*(?:\.[A-Z]\w*)*)(?=[.;])")]
    private static partial Regex Uses();
}
