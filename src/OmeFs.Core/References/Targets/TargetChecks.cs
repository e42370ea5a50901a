using System.Globalization;
using OmeFs.Core.References.Records;
using OmeFs.Core.Sources.Local;

namespace OmeFs.Core.References.Targets;

/// <summary>Checks, without opening any, whether local targets are still the files that the document was made from.</summary>
internal static class TargetChecks
{
    private const int Examples = 3;

    /// <summary>One line per problem: targets that cannot be reached, are not paths, are absent, are not files, or have become too small.</summary>
    public static IEnumerable<string> Reachable(TargetTable targets, UrlTable urls)
    {
        var faults = Local(targets).Select(url => targets[url].Fault?.Message).OfType<string>().ToList();
        if (faults.Count > 0)
            yield return Line(faults, $"cannot be reached{ReadingFails(faults)}");
        var nowhere = Enumerable.Range(0, targets.Count).Where(url => targets[url] is { Kind: TargetKind.None, Location.Length: > 0 }).Select(url => targets[url].Location).ToList();
        if (nowhere.Count > 0)
            yield return Line(nowhere, $"{Are(nowhere, "not a path", "not paths")} (with a NUL, or without a name){ReadingFails(nowhere)}");
        var local = Seen(targets);
        var absent = local.Where(one => one.There.Form == FileForm.Absent).Select(one => targets[one.Url].Location).ToList();
        if (absent.Count > 0)
            yield return Line(absent, $"{Are(absent, "not there", "not there")}{ReadingFails(absent)}");
        var other = local.Where(one => one.There.Form is not (FileForm.Absent or FileForm.File)).Select(one => targets[one.Url].Location).ToList();
        if (other.Count > 0)
            yield return Line(other, $"{Are(other, "not a regular file", "not regular files")}{ReadingFails(other)}");
        var small = local.Where(one => one.There.Form == FileForm.File && one.There.Identity.Length < urls.EndOf(one.Url))
            .Select(one => string.Create(CultureInfo.InvariantCulture, $"{targets[one.Url].Location} ({one.There.Identity.Length} bytes, {urls.EndOf(one.Url)} expected)")).ToList();
        if (small.Count > 0)
            yield return Line(small, $"{Are(small, "shorter than its references need", "shorter than their references need")}; changed since these were made");
    }

    /// <summary>One line for targets that were modified after the document.</summary>
    /// <param name="document">When the document was modified, in nanoseconds since 1970-01-01 UTC.</param>
    public static IEnumerable<string> Newer(TargetTable targets, long document)
    {
        var newer = Seen(targets).Where(one => one.There.Form == FileForm.File && one.There.Identity.ModifiedNanoseconds > document)
            .Select(one => targets[one.Url].Location).ToList();
        if (newer.Count > 0)
            yield return Line(newer, Are(newer, "newer than the references into it", "newer than the references into them"));
    }

    private static List<(int Url, FileStatus There)> Seen(TargetTable targets) =>
        [.. Local(targets).Where(url => targets[url].Fault is null).Select(url => (url, FileStatus.OfPath(targets[url].Location)))];

    private static IEnumerable<int> Local(TargetTable targets) =>
        Enumerable.Range(0, targets.Count).Where(url => targets[url] is { Kind: TargetKind.Local, IsRefused: false });

    private static string Are(List<string> files, string one, string many) => files.Count == 1 ? $"is {one}" : $"are {many}";

    private static string ReadingFails(List<string> files) => $", so reading keys into {(files.Count == 1 ? "it" : "them")} fails";

    private static string Line(List<string> files, string what) =>
        $"{files.Count} {(files.Count == 1 ? "target" : "targets")} {what}: {string.Join(", ", files.Take(Examples))}{(files.Count > Examples ? ", ..." : "")}";
}
