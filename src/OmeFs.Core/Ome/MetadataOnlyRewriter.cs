using System.Xml;

namespace OmeFs.Core.Ome;

/// <summary>Copies an OME-XML document node by node and changes what a hierarchy's METADATA.ome.xml must have otherwise.</summary>
/// <remarks>
/// Elements are told by their whole path, so that XML annotations which quote OME-XML stay as they are. Memory: one Channel at a time
/// where channels are split; texts go through in pieces.
/// </remarks>
sealed class MetadataOnlyRewriter(
    OmeXmlCursor cursor, XmlWriter writer, OmeDocument document, IReadOnlyList<string> groupPaths, IReadOnlyList<PixelsOverride> overrides)
{
    readonly XmlCopy copy = new(cursor, writer);
    readonly Dictionary<string, string> newImageIds = NewImageIds(document, groupPaths);

    // One split channel could take the ID of a channel elsewhere, so that then all get new ones.
    readonly bool renameChannels = Enumerable.Range(0, document.Images.Count).Any(
        image => ChannelSplit.Copies(document.Images[image].Pixels, SizeC(document, overrides, image)).Any(count => count != 1));

    int images;

    public void Run()
    {
        writer.WriteStartDocument();
        cursor.MoveToRoot(copy.Node);
        copy.Close(copy.Open(), RootChild);
    }

    static int SizeC(OmeDocument document, IReadOnlyList<PixelsOverride> overrides, int image) =>
        overrides[image].SizeC ?? document.Images[image].Pixels.SizeC;

    static Dictionary<string, string> NewImageIds(OmeDocument document, IReadOnlyList<string> groupPaths)
    {
        Dictionary<string, string> ids = new(StringComparer.Ordinal);
        for (var index = 0; index < groupPaths.Count; index++)
            ids.TryAdd(document.Images[index].Id, $"Image:{groupPaths[index]}");
        return ids;
    }

    void RootChild()
    {
        switch (cursor.Name)
        {
            case "Image":
                RewriteImage();
                break;
            case "BinaryOnly":
                copy.Skip();
                break;
            case "StructuredAnnotations":
                copy.Element();
                break;
            default:
                Reference();
                break;
        }
    }

    /// <summary>Copies an element and all in it, with the new ID in each ImageRef.</summary>
    void Reference()
    {
        var isReference = cursor.Name == "ImageRef";
        var inside = copy.Open((name, value) => isReference && name == "ID" ? newImageIds.GetValueOrDefault(value, value) : value);
        copy.Close(inside, Reference);
    }

    void RewriteImage()
    {
        var index = images++;
        var inside = copy.Open((name, value) => name == "ID" ? $"Image:{groupPaths[index]}" : value);
        copy.Close(inside, () =>
        {
            if (cursor.Name == "Pixels")
                new PixelsRewriter(cursor, writer, copy, document.Images[index].Pixels, overrides[index], index)
                {
                    RenameChannels = renameChannels,
                    MayAddBigEndian = SchemaVersions.HasPixelsBigEndian(document.SchemaVersion),
                }.Run();
            else
                Reference();
        });
    }
}
