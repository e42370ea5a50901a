using System.IO.Enumeration;
using Microsoft.Extensions.Logging;
using OmeFs.Core.Sources;
using OmeFs.Core.Tree;

namespace OmeFs.Core.Folders;

/// <summary>Finds the folders and images in a folder: by names and stat; only files that may belong to a set are looked into.</summary>
/// <param name="policy">Where symbolic links to files may lead: into the source, and where the user has allowed.</param>
internal sealed class FolderScanner(FilePolicy policy, ISetReader sets, ILogger log)
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    private readonly SetGroups _groups = new(sets);

    /// <exception cref="OmeFsException">The folder is gone, or may not be read.</exception>
    public async Task<FolderScan> ScanAsync(MirroredFolder folder, CancellationToken cancellation)
    {
        // Before the names: what changes meanwhile leaves another time behind.
        var there = FileVersion.OfPath(folder.Path);
        // Mounted onto a folder that was shown before: nothing of ours is in it any more.
        if (LeadsBack(there))
            return new FolderScan(there.Identity, [], new Dictionary<string, PeekedFile>());
        var (folders, files) = Found(folder.Path);
        var groups = await _groups.FindAsync(folder, files, cancellation);
        var names = ImageNames.Choose(groups.Images.Keys);
        var images = groups.Images.Select(image => Image(folder, names[image.Key], files[image.Key], image.Value, files));
        return new FolderScan(there.Identity, [.. folders.Where(Fits), .. images.Where(Fits)], groups.Peeked);
    }

    private static ScannedNode Image(
        MirroredFolder folder, string shown, FoundFile file, IReadOnlyList<string> members, Dictionary<string, FoundFile> files)
    {
        var paths = members.Select(member => files.TryGetValue(member, out var known) ? known.Path : Path.Join(folder.Path, member)).ToList();
        return new ScannedNode(shown, file.Path, PathKind.File, SetIdentity.Of(file.Identity, paths), paths);
    }

    private bool Fits(ScannedNode node)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(node.Name) <= TreeLimits.MaxNameBytes)
            return true;
        FolderLog.NameTooLong(log, node.Path, node.Name, TreeLimits.MaxNameBytes);
        return false;
    }

    private (List<ScannedNode> Folders, Dictionary<string, FoundFile> Files) Found(string path)
    {
        var folders = new List<ScannedNode>();
        var files = new Dictionary<string, FoundFile>();
        foreach (var (name, isFolder) in Names(path))
        {
            var full = Path.Join(path, name);
            var isImage = ImageNames.Stem(name) is not null;
            if (name[0] == '.' || (!isFolder && !isImage) || name.EndsWith(".zarr", StringComparison.OrdinalIgnoreCase))
                continue;
            var there = FileVersion.OfPath(full);
            if (LeadsBack(there))
                continue;
            if (there.Kind == PathKind.Folder)
                folders.Add(new ScannedNode(name, full, PathKind.Folder, there.Identity, []));
            else if (isImage && there.Kind == PathKind.File)
                files.Add(name, new FoundFile(full, there.Identity));
            else if (isImage && there.Kind == PathKind.Link && Followed(full) is { } target)
                files.Add(name, target);
        }
        return (folders, files);
    }

    /// <summary>A mount of omefs may be this one, or one that leads back to it, and is shown somewhere else anyway.</summary>
    private bool LeadsBack(PathVersion there) => there.Device != policy.Home && OmeFsMounts.Has(there.Device);

    private FoundFile? Followed(string link)
    {
        try
        {
            var target = new Sources.RealPath(policy.Home).Of(link);
            return policy.Allows(target) && FileVersion.OfPath(target) is { Kind: PathKind.File } there ? new FoundFile(target, there.Identity) : null;
        }
        catch (OmeFsException)
        {
            return null; // it leads nowhere
        }
    }

    private static List<(string Name, bool IsFolder)> Names(string path)
    {
        try
        {
            return [.. new FileSystemEnumerable<(string, bool)>(
                path, static (ref FileSystemEntry entry) => (entry.FileName.ToString(), entry.IsDirectory), Everything)];
        }
        catch (DirectoryNotFoundException cause)
        {
            throw new OmeFsException(FaultKind.NotFound, $"{path}: no such folder", cause);
        }
        catch (UnauthorizedAccessException cause)
        {
            throw new OmeFsException(FaultKind.AccessRefused, $"{path}: permission denied; listing it needs r and x on the folder", cause);
        }
        catch (IOException cause)
        {
            throw new OmeFsException(FaultKind.SourceFailed, $"{path}: cannot be listed: {SystemFault.Words(cause)}", cause);
        }
    }
}

/// <summary>A file with an image's name.</summary>
/// <param name="Path">Where the file itself lies; a symbolic link has been followed.</param>
internal readonly record struct FoundFile(string Path, SourceIdentity Identity);

/// <summary>What a folder holds now.</summary>
/// <param name="Identity">The folder's own, taken before its names were read.</param>
internal sealed record FolderScan(
    SourceIdentity Identity, IReadOnlyList<ScannedNode> Nodes, IReadOnlyDictionary<string, PeekedFile> Peeked);

/// <param name="Name">In the tree.</param>
/// <param name="Kind">A folder, or a file for an image.</param>
internal sealed record ScannedNode(string Name, string Path, PathKind Kind, SourceIdentity Identity, IReadOnlyList<string> Members)
{
    /// <summary>Whether a node found before is this one, in the same version. Of a folder only the inode number says so.</summary>
    public bool Is(OuterNode node) => node switch
    {
        ImageFile image => Kind == PathKind.File && image.Path == Path && image.Identity == Identity && image.Members.SequenceEqual(Members),
        MirroredFolder folder => Kind == PathKind.Folder && folder.Identity.Tag == Identity.Tag,
        _ => false,
    };
}
