using OmeFs.Core.Ome;
using OmeFs.Core.Sources;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Series;

/// <summary>Finds the document of a file that has none of its own but points to another by BinaryOnly.</summary>
internal static class DocumentFinder
{
    /// <param name="from">The file with BinaryOnly.</param>
    /// <exception cref="OmeFsException"><see cref="FaultKind.NotFound"/>: neither name nor UUID leads anywhere.</exception>
    public static async Task<DocumentFile> FollowAsync(DocumentFile from, BinaryOnly pointer, MemberFolder folder, List<string> notices, CancellationToken cancellation)
    {
        var named = MemberPath.Parse(pointer.MetadataFile) is { } name ? await folder.FindAsync(from.Path.Folder, name, cancellation) : null;
        if (pointer.Uuid is { } uuid && !await IsSureAsync(named?.Source, uuid, cancellation))
        {
            var byUuid = await ByUuidAsync(from, uuid, folder, cancellation);
            if (byUuid is null && named is not null)
                notices.Add($"'{pointer.MetadataFile}' has another UUID than BinaryOnly says; it was taken by its name");
            named = byUuid ?? named;
        }
        var found = named ?? throw new OmeFsException(
            FaultKind.NotFound,
            $"{from.Source.Name}: its OME-XML is in '{pointer.MetadataFile}' (BinaryOnly), which is not there; put it into the same folder");
        var document = await ReadAsync(found.Source, new MemberPath(found.Path), cancellation);
        return document.Document.BinaryOnly is null
            ? document
            : throw new OmeFsException(
                FaultKind.Corrupt, $"{from.Source.Name}: its OME-XML should be in {found.Source.Name} (BinaryOnly), which points to '{document.Document.BinaryOnly.MetadataFile}' in turn");
    }

    /// <summary>Whether a file was found and nothing speaks against it.</summary>
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
