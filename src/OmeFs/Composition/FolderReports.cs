using System.Globalization;
using OmeFs.Core;
using OmeFs.Core.Folders;
using OmeFs.Core.Sources;
using OmeFs.Reports;
using OmeFs.Settings;

namespace OmeFs.Composition;

/// <summary>Makes reports of folders.</summary>
internal static class FolderReports
{
    private const int MostKinds = 6, MostMessages = 3;

    /// <summary>A report from names alone, for `omefs mount`.</summary>
    /// <param name="notices">What the user should know about it.</param>
    public static SourceReport Of(string folder, FolderCount count, IReadOnlyList<string> notices) =>
        new(ReportKind.Folder, folder, $"folder, {Count(count.Images, "image")} and {Count(count.Folders, "folder")}", 0, 0, [], notices);

    /// <summary>"4 entries of other kinds are not shown: .czi 3, links to folders 1"; null if everything is shown.</summary>
    public static string? NotShown(IReadOnlyDictionary<string, int> kinds)
    {
        if (kinds.Count == 0)
            return null;
        var all = kinds.Values.Sum();
        var named = kinds.OrderByDescending(kind => kind.Value).ThenBy(kind => kind.Key, StringComparer.Ordinal).Take(MostKinds)
            .Select(kind => string.Create(CultureInfo.InvariantCulture, $"{kind.Key} {kind.Value:#,0}"));
        var start = all == 1 ? "1 entry of another kind is" : string.Create(CultureInfo.InvariantCulture, $"{all:#,0} entries of other kinds are");
        return $"{start} not shown: {string.Join(", ", named)}{(kinds.Count > MostKinds ? ", ..." : "")}";
    }

    /// <summary>The first few messages. The log and `omefs inspect` have all of them.</summary>
    public static IEnumerable<string> First(IReadOnlyList<string> messages) => messages.Count <= MostMessages
        ? messages
        : [.. messages.Take(MostMessages), string.Create(CultureInfo.InvariantCulture, $"and {messages.Count - MostMessages:#,0} more that are not shown; 'omefs inspect' lists them")];

    /// <summary>A report with each image opened, one after the other. An image that cannot be shown is listed with its fault.</summary>
    /// <param name="progress">Called with the path of each image before it is opened.</param>
    public static async Task<SourceReport> OpenedAsync(string folder, ViewSettings options, FolderTree tree, Action<string> progress, CancellationToken cancellation)
    {
        var images = new List<FolderImageReport>();
        await foreach (var image in tree.ImagesAsync(cancellation))
        {
            progress(image.TreePath);
            images.Add(await ImageAsync(folder, options, image, cancellation));
        }
        string?[] notices = [images.Count == 0 ? ZarrFolders.WhyEmpty(folder) : null, NotShown(tree.CountNotShown())];
        return new SourceReport(ReportKind.Folder, folder, $"folder, {Count(images.Count, "image")}", 0, 0, [], [.. notices.OfType<string>()])
        {
            Images = images,
            NotShown = tree.CountNotShown(),
        };
    }

    private static async Task<FolderImageReport> ImageAsync(string folder, ViewSettings options, FolderImage image, CancellationToken cancellation)
    {
        var report = new FolderImageReport(
            image.TreePath, Path.GetRelativePath(folder, image.Path), [.. image.Members.Select(member => Path.GetRelativePath(folder, member))],
            image.Bytes, null, 0, [], null, image.Fault?.Message, []);
        if (image.Fault is not null)
            return report;
        try
        {
            using var opened = await ImageSource.OpenAsync(SourceAddress.OfPath(image.Path), options, cancellation);
            var source = SourceReports.Of(opened);
            var first = source.Series[0].Levels[0];
            return report with { Format = source.Format, Series = source.Series.Count, Shape = first.Shape, Dtype = first.Dtype, Notices = source.Notices };
        }
        catch (OmeFsException fault)
        {
            return report with { Fault = fault.Message };
        }
    }

    private static string Count(int count, string word) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:#,0} {word}{(count == 1 ? "" : "s")}");
}
