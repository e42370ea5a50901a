using Microsoft.Extensions.Logging;
using OmeFs.Core;
using OmeFs.Core.Folders;
using OmeFs.Core.Tree;
using OmeFs.Reports;
using OmeFs.Settings;

namespace OmeFs.Composition;

/// <summary>A source ready to be served: a file, or a folder of files.</summary>
/// <param name="Report">The report that `omefs mount` prints.</param>
/// <param name="Access">Who may read what of it.</param>
internal sealed record MountedSource(IVirtualTree Tree, SourceReport Report, INodeAccess Access, IReadOnlyList<IDisposable> Parts) : IDisposable
{
    public static async Task<MountedSource> OpenAsync(MountSettings settings, ILogger log, CancellationToken cancellation)
    {
        if (await MountableOpener.FolderAtAsync(settings.Source, cancellation) is { } folder)
        {
            MountableOpener.CheckFolder(folder, settings.View.References);
            return await OpenFolderAsync(folder, settings, log, cancellation);
        }
        var isShared = IsShared(settings);
        var opened = await MountableOpener.OpenAsync(settings.Source, settings.View with { References = settings.View.References with { IsShared = isShared } }, cancellation);
        var report = opened.Report();
        if (isShared && !opened.Access.IsForEverybody)
            report = report with { Notices = [.. report.Notices, SharingNotice.OfSource(opened.Access)] };
        return new MountedSource(opened.Tree, report, new SameAccess(opened.Access), [opened]);
    }

    public void Dispose()
    {
        foreach (var part in Parts)
            part.Dispose();
    }

    /// <summary>Whether other users may read whatever the source lets them read.</summary>
    private static bool IsShared(MountSettings settings) => settings.Door is { AllowOther: true, Mode: null };

    /// <summary>Lists the top folder at once: a folder that may not be read is refused here, and the user learns the number of images.</summary>
    private static async Task<MountedSource> OpenFolderAsync(string folder, MountSettings settings, ILogger log, CancellationToken cancellation)
    {
        var images = new FolderImages(settings.View, folder);
        var tree = new FolderTree(folder, images, images, new FolderTreeOptions { AllowedFolders = settings.View.AllowedFolders }, log);
        try
        {
            if (tree.Contains(settings.Door.Mountpoint))
                throw new OmeFsException(
                    FaultKind.AccessRefused, $"{settings.Door.Mountpoint}: is in {folder}, so that the mount would show itself; mount it somewhere else");
            var count = await tree.CountAsync(cancellation);
            string?[] notices = [count is { Images: 0, Folders: 0 } ? ZarrFolders.WhyEmpty(folder) : FolderReports.NotShown(tree.CountNotShown()), .. FolderReports.First(tree.WhyNotShown()),
                IsShared(settings) ? SharingNotice.OfFolder(tree) : null];
            return new MountedSource(tree, FolderReports.Of(folder, count, [.. notices.OfType<string>()]), tree, [tree, images]);
        }
        catch
        {
            tree.Dispose();
            images.Dispose();
            throw;
        }
    }
}
