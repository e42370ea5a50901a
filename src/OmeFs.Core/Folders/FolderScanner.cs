using OmeFs.Core.Sources;
using OmeFs.Core.Sources.Local;
using OmeFs.Core.Tree;

namespace OmeFs.Core.Folders;

/// <summary>Finds the folders and images in a folder, by names and stat. Opens only files that may belong to a set.</summary>
/// <param name="policy">Where symbolic links to files may lead: into the source, and where the user has allowed.</param>
internal sealed class FolderScanner(FilePolicy policy, ISetReader sets)
{
    private readonly SetGroups _groups = new(sets);

    /// <exception cref="OmeFsException">The folder does not exist, or may not be read.</exception>
    public async Task<FolderScan> ScanAsync(SourceFolderNode folder, CancellationToken cancellation)
    {
        // Taken before the names are read: a later change gives the folder another time.
        var there = FileStatus.OfPath(folder.Path);
        // Something is now mounted on a folder that was shown before: the folder's own content is hidden.
        if (LeadsBack(there))
            return new FolderScan(there.Identity, [], new Dictionary<string, PeekedFile>(), NotShown.Nothing, folder.Found);
        var access = folder.Parent is null ? new PathAccess().Of(folder.Path) ?? folder.Found : folder.Found;
        var found = Found(folder.Path);
        var groups = await _groups.FindAsync(folder, found.Files, cancellation);
        var names = ImageNames.Choose(groups.Images.Keys);
        var images = groups.Images.Select(image => Image(folder, names[image.Key], found.Files[image.Key], image.Value, found.Files)).ToLookup(Fits);
        return new FolderScan(there.Identity, [.. found.Folders, .. images[true]], groups.Peeked, new NotShown(found.Others, [.. images[false]]), access);
    }

    private ScannedNode Image(
        SourceFolderNode folder, string shown, FoundFile file, IReadOnlyList<string> members, Dictionary<string, FoundFile> files)
    {
        var paths = members.Select(member => files.TryGetValue(member, out var known) ? known.Path : Path.Join(folder.Path, member)).ToList();
        var access = file.Access;
        foreach (var (member, path) in members.Zip(paths))
            if ((files.TryGetValue(member, out var known) ? known.Access : AccessOf(path)) is { } also)
                access = access.With(also);
        return new ScannedNode(shown, file.Path, FileForm.File, SetIdentity.Of(file.Identity, paths), paths, access);
    }

    private static bool Fits(ScannedNode node) => NameText.ByteCount(node.Name) <= TreeLimits.MaxNameBytes;

    private FoundEntries Found(string path)
    {
        var found = new FoundEntries();
        foreach (var (name, form) in LocalFolder.Entries(path))
            if (name[0] != '.')
                Sort(name, Path.Join(path, name), form, found);
        return found;
    }

    private void Sort(string name, string full, FileForm form, FoundEntries found)
    {
        var isImage = ImageNames.Stem(name) is not null;
        if (!isImage && form is FileForm.File or FileForm.Other)
            found.Count(form == FileForm.File ? NotShown.KindOf(name) : NotShown.Special);
        else
            switch (FileStatus.OfPath(full))
            {
                case var there when LeadsBack(there):
                    found.Count(NotShown.OmeFsMount);
                    break;
                case { Form: FileForm.Folder } when name.EndsWith(".zarr", StringComparison.OrdinalIgnoreCase):
                    found.Count(".zarr");
                    break;
                case { Form: FileForm.Folder } when name.EndsWith(".parq", StringComparison.OrdinalIgnoreCase):
                    found.Count(NotShown.ParquetStore);
                    break;
                case { Form: FileForm.Folder } there:
                    found.Folders.Add(new ScannedNode(name, full, FileForm.Folder, there.Identity, [], there.Access));
                    break;
                case { Form: FileForm.File } there when isImage:
                    found.Files.Add(name, new FoundFile(full, there.Identity, there.Access));
                    break;
                case { Form: FileForm.Link }:
                    SortLink(name, full, isImage, found);
                    break;
                case { Form: FileForm.Absent }:
                    found.Count(NotShown.Unseen);
                    break;
                case var there:
                    found.Count(there.Form == FileForm.File ? NotShown.KindOf(name) : NotShown.Special);
                    break;
            }
    }

    private void SortLink(string name, string link, bool isImage, FoundEntries found)
    {
        var target = Real(link);
        var there = target is null ? default : FileStatus.OfPath(target);
        if (there.Form == FileForm.Folder)
            found.Count(NotShown.FolderLink);
        else if (!isImage)
            found.Count(NotShown.KindOf(name));
        else if (there.Form == FileForm.File && policy.Allows(target!))
            found.Files.Add(name, new FoundFile(target!, there.Identity, AccessOf(target!) ?? default));
        else
            found.Count(NotShown.OutsideLink);
    }

    /// <summary>Excludes mounts of omefs: such a mount may be this one, or lead back to it.</summary>
    private bool LeadsBack(FileStatus there) => policy.LeadsBack(there.Device);

    /// <summary>The users who can reach a path through the source's folder, or from the root if it is elsewhere. Null if it does not exist.</summary>
    private ReadAccess? AccessOf(string path) => Real(path) is { } real
        ? new PathAccess(FilePolicy.IsUnder(real, policy.Folder) ? policy.Folder : null).Of(real)
        : null;

    /// <summary>Null if the link is circular, or leads into a mount of omefs.</summary>
    private string? Real(string link) => new RealPath(policy.Home).TryOf(link);
}

/// <summary>The entries of a folder, sorted by kind. Each is counted exactly once, except those that begin with a dot.</summary>
internal sealed class FoundEntries
{
    public List<ScannedNode> Folders { get; } = [];

    /// <summary>Files with images' names, by name.</summary>
    public Dictionary<string, FoundFile> Files { get; } = [];

    /// <summary>Entries that are not shown: kind → count.</summary>
    public Dictionary<string, int> Others { get; } = [];

    public void Count(string kind) => Others[kind] = Others.GetValueOrDefault(kind) + 1;
}

/// <summary>A file with an image's name.</summary>
/// <param name="Path">The path of the file itself, after symbolic links.</param>
internal readonly record struct FoundFile(string Path, SourceIdentity Identity, ReadAccess Access);

/// <summary>The current content of a folder.</summary>
/// <param name="Identity">The folder's own identity, taken before its names were read.</param>
/// <param name="Access">Who may list and enter it. For the source's own folder, limited to users who may enter the folders above.</param>
internal sealed record FolderScan(
    SourceIdentity Identity, IReadOnlyList<ScannedNode> Nodes, IReadOnlyDictionary<string, PeekedFile> Peeked, NotShown NotShown, ReadAccess Access);

/// <param name="Name">The name in the tree.</param>
/// <param name="Form">A folder, or a file for an image.</param>
/// <param name="Access">From its permission bits; for a set, from those of all its files.</param>
internal sealed record ScannedNode(string Name, string Path, FileForm Form, SourceIdentity Identity, IReadOnlyList<string> Members, ReadAccess Access)
{
    /// <summary>Whether an existing node is this one, in the same version. For folders only the inode number is compared.</summary>
    public bool Is(FolderNode node) => node switch
    {
        ImageFile image => Form == FileForm.File && image.Path == Path && image.Identity == Identity && image.Members.SequenceEqual(Members),
        SourceFolderNode folder => Form == FileForm.Folder && folder.Identity.Tag == Identity.Tag,
        _ => false,
    };
}
