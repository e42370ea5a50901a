using OmeFs.Core.Ome;
using OmeFs.Core.Sources;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Series.Sets;

/// <summary>Finds the document of a file that only points to it (BinaryOnly).</summary>
internal static class DocumentFinder
{
    /// <param name="from">The file with BinaryOnly.</param>
    /// <returns>The document; or null and the reason why it was not found.</returns>
    public static async Task<(DocumentFile? Document, string WhyNot)> FollowAsync(
        DocumentFile from, BinaryOnly pointer, MemberFolder folder, List<string> notices, CancellationToken cancellation)
    {
        try
        {
            if (await FindAsync(from, pointer, folder, notices, cancellation) is not { } found)
                return (null, Lost(pointer));
            var document = await ReadAsync(found.Source, new MemberPath(found.Path), cancellation);
            if (document.Document.BinaryOnly is { } further)
                return (null, $"its OME-XML should be in '{pointer.MetadataFile}' (BinaryOnly), which points to '{further.MetadataFile}' in turn");
            notices.AddRange(document.Document.Notices.Select(notice => $"{Path.GetFileName(found.Path)}: {notice}"));
            return (document, "");
        }
        catch (OmeFsException fault) when (fault.Kind is not (FaultKind.Usage or FaultKind.Bug))
        {
            return (null, $"its OME-XML is in '{pointer.MetadataFile}' (BinaryOnly), which cannot be used: {fault.Message}");
        }
    }

    private static async Task<(string Path, IByteSource Source)?> FindAsync(
        DocumentFile from, BinaryOnly pointer, MemberFolder folder, List<string> notices, CancellationToken cancellation)
    {
        var named = MemberPath.Parse(pointer.MetadataFile) is { } name ? await folder.FindAsync(from.Path.Folder, name, cancellation) : null;
        if (pointer.Uuid is not { } uuid || await IsSureAsync(named?.Source, uuid, cancellation))
            return named;
        if (await ByUuidAsync(from, uuid, folder, cancellation) is { } byUuid)
            return byUuid;
        // A name that leads upwards does not mean a file of the same name in this folder.
        if (named is null || MemberPath.LeadsUp(pointer.MetadataFile))
            return null;
        notices.Add($"'{pointer.MetadataFile}' does not have the UUID in BinaryOnly; it was used because of its name");
        return named;
    }

    private static string Lost(BinaryOnly pointer)
    {
        if (pointer.MetadataFile.Length == 0)
            return "its OME-XML is in another file (BinaryOnly), and it does not say in which";
        var where = $"its OME-XML is in '{pointer.MetadataFile}' (BinaryOnly)";
        return MemberPath.LeadsUp(pointer.MetadataFile)
            ? $"{where}, outside of its folder, where omefs does not look: to see the whole set, open that file"
            : $"{where}, which is not there: to see the whole set, put it into the same folder";
    }

    /// <summary>Whether a file was found and its UUID does not contradict the pointer.</summary>
    private static async Task<bool> IsSureAsync(IByteSource? named, string uuid, CancellationToken cancellation) =>
        named is not null && (await DocumentFile.UuidOfAsync(named, cancellation) is not { } own || OmeUuid.Same(own, uuid));

    private static async Task<DocumentFile> ReadAsync(IByteSource source, MemberPath path, CancellationToken cancellation) =>
        await DocumentFile.IsXmlAsync(source, cancellation)
            ? await DocumentFile.ReadCompanionAsync(source, path, cancellation)
            : await DocumentFile.ReadTiffAsync(await TiffFile.OpenAsync(source, cancellation), path, cancellation);

    private static async Task<(string Path, IByteSource Source)?> ByUuidAsync(
        DocumentFile from, string uuid, MemberFolder folder, CancellationToken cancellation)
    {
        var found = await UuidScan.FindAsync(folder, from.Path.Folder, [uuid], alsoCompanions: true, cancellation);
        return found.TryGetValue(OmeUuid.Key(uuid), out var path) && await folder.OpenAsync(path, cancellation) is { } source ? (path, source) : null;
    }
}
