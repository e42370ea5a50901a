using System.Globalization;
using OmeFs.Composition;
using OmeFs.Core;
using OmeFs.Core.Folders;

namespace OmeFs.Reports;

/// <summary>Makes reports of folders.</summary>
internal static class FolderReports
{
    /// <summary>By names alone: what `omefs mount` says.</summary>
    /// <param name="notice">What the user should know of it; null if there is nothing.</param>
    public static SourceReport Of(string folder, FolderCount count, string? notice) =>
        new(ReportKind.Folder, folder, $"folder, {Count(count.Images, "image")} and {Count(count.Folders, "folder")}", 0, 0, [], notice is null ? [] : [notice]);

    /// <summary>With each image opened, one after the other; one that cannot be shown is told of with its fault.</summary>
    /// <param name="progress">Called with the path of each image before it is opened.</param>
    public static async Task<SourceReport> OpenedAsync(string folder, ViewOptions options, FolderTree tree, Action<string> progress, CancellationToken cancellation)
    {
        var images = new List<FolderImageReport>();
        await foreach (var image in tree.ImagesAsync(cancellation))
        {
            progress(image.TreePath);
            images.Add(await ImageAsync(folder, options, image, cancellation));
        }
        return new SourceReport(ReportKind.Folder, folder, $"folder, {Count(images.Count, "image")}", 0, 0, [], images.Count > 0 || ZarrFolders.WhyEmpty(folder) is not { } why ? [] : [why]) { Images = images };
    }

    private static async Task<FolderImageReport> ImageAsync(string folder, ViewOptions options, FolderImage image, CancellationToken cancellation)
    {
        var report = new FolderImageReport(
            image.TreePath, Path.GetRelativePath(folder, image.Path), [.. image.Members.Select(member => Path.GetRelativePath(folder, member))],
            image.Bytes, null, 0, [], null, image.Fault?.Message);
        if (image.Fault is not null)
            return report;
        try
        {
            using var opened = await OpenedSource.OpenAsync(image.Path, options, cancellation);
            var source = SourceReports.Of(opened);
            return report with { Format = source.Format, Series = source.Series.Count, Shape = source.Series[0].Levels[0].Shape, Dtype = source.Series[0].Levels[0].Dtype };
        }
        catch (OmeFsException fault)
        {
            return report with { Fault = fault.Message };
        }
    }

    private static string Count(int count, string word) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:#,0} {word}{(count == 1 ? "" : "s")}");
}
