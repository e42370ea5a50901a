using System.Globalization;

namespace OmeFs.Core.References.Targets;

/// <summary>Looks whether local targets are still what the document was made of, without opening one.</summary>
internal static class TargetChecks
{
    private const int Examples = 3;

    /// <summary>One line for targets that are not there, and one for those that have become too small.</summary>
    public static IEnumerable<string> Reachable(TargetTable targets, UrlTable urls)
    {
        var local = Local(targets).Select(url => (Url: url, File: new FileInfo(targets[url].Place))).ToList();
        var absent = local.Where(one => !one.File.Exists).Select(one => one.File.FullName).ToList();
        if (absent.Count > 0)
            yield return Line(absent, "not there, so that reading keys into it fails");
        var small = local.Where(one => one.File.Exists && one.File.Length < urls.EndOf(one.Url))
            .Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.File.FullName} ({one.File.Length} bytes, {urls.EndOf(one.Url)} expected)")).ToList();
        if (small.Count > 0)
            yield return Line(small, "shorter than its references reach: changed since they were made");
    }

    /// <summary>One line for targets that were written after the document.</summary>
    public static IEnumerable<string> Newer(TargetTable targets, DateTime document)
    {
        var newer = Local(targets).Select(url => new FileInfo(targets[url].Place)).Where(file => file.Exists && file.LastWriteTimeUtc > document)
            .Select(file => file.FullName).ToList();
        if (newer.Count > 0)
            yield return Line(newer, "newer than the references into it");
    }

    private static IEnumerable<int> Local(TargetTable targets) =>
        Enumerable.Range(0, targets.Count).Where(url => targets[url] is { Kind: TargetPlace.Local, IsRefused: false });

    private static string Line(List<string> files, string what) =>
        $"{files.Count} {(files.Count == 1 ? "target" : "targets")} {what}: {string.Join(", ", files.Take(Examples))}{(files.Count > Examples ? ", ..." : "")}";
}
