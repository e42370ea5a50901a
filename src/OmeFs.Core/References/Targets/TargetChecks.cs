using System.Globalization;
using OmeFs.Core.References.Records;
using OmeFs.Core.Sources.Local;

namespace OmeFs.Core.References.Targets;

/// <summary>Looks whether local targets are still what the document was made of, without opening one.</summary>
internal static class TargetChecks
{
    private const int Examples = 3;

    /// <summary>One line for targets that no path leads to, one for those that are not there, and one for those that have become too small.</summary>
    public static IEnumerable<string> Reachable(TargetTable targets, UrlTable urls)
    {
        var faults = Local(targets).Select(url => targets[url].Fault?.Message).OfType<string>().ToList();
        if (faults.Count > 0)
            yield return Line(faults, "not reached, so that reading keys into it fails");
        var nowhere = Enumerable.Range(0, targets.Count).Where(url => targets[url] is { Kind: TargetKind.None, Location.Length: > 0 }).Select(url => targets[url].Location).ToList();
        if (nowhere.Count > 0)
            yield return Line(nowhere, "no path (with a NUL, or without a name), so that reading keys into it fails");
        var local = Seen(targets);
        var absent = local.Where(one => one.There.Form == FileForm.Absent).Select(one => targets[one.Url].Location).ToList();
        if (absent.Count > 0)
            yield return Line(absent, "not there, so that reading keys into it fails");
        var other = local.Where(one => one.There.Form is not (FileForm.Absent or FileForm.File)).Select(one => targets[one.Url].Location).ToList();
        if (other.Count > 0)
            yield return Line(other, "no regular file, so that reading keys into it fails");
        var small = local.Where(one => one.There.Form == FileForm.File && one.There.Identity.Length < urls.EndOf(one.Url))
            .Select(one => string.Create(CultureInfo.InvariantCulture, $"{targets[one.Url].Location} ({one.There.Identity.Length} bytes, {urls.EndOf(one.Url)} expected)")).ToList();
        if (small.Count > 0)
            yield return Line(small, "shorter than its references reach: changed since they were made");
    }

    /// <summary>One line for targets that were written after the document.</summary>
    /// <param name="document">When the document was written, nanoseconds since 1970-01-01 UTC.</param>
    public static IEnumerable<string> Newer(TargetTable targets, long document)
    {
        var newer = Seen(targets).Where(one => one.There.Form == FileForm.File && one.There.Identity.ModifiedNanoseconds > document)
            .Select(one => targets[one.Url].Location).ToList();
        if (newer.Count > 0)
            yield return Line(newer, "newer than the references into it");
    }

    private static List<(int Url, FileStatus There)> Seen(TargetTable targets) =>
        [.. Local(targets).Where(url => targets[url].Fault is null).Select(url => (url, FileStatus.OfPath(targets[url].Location)))];

    private static IEnumerable<int> Local(TargetTable targets) =>
        Enumerable.Range(0, targets.Count).Where(url => targets[url] is { Kind: TargetKind.Local, IsRefused: false });

    private static string Line(List<string> files, string what) =>
        $"{files.Count} {(files.Count == 1 ? "target" : "targets")} {what}: {string.Join(", ", files.Take(Examples))}{(files.Count > Examples ? ", ..." : "")}";
}
