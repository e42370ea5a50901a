using System.Xml;
using OmeFs.Core.Ome.Xml;

namespace OmeFs.Core.Ome.Writing;

/// <summary>Copies an OME-XML document node by node, and changes what METADATA.ome.xml of a hierarchy requires.</summary>
/// <remarks>
/// Elements are recognised by their whole path, so that OME-XML quoted in XML annotations stays as it is. Memory: one Channel at a time if
/// channels are split; texts are copied in pieces.
/// </remarks>
internal sealed class MetadataOnlyRewriter(
    OmeXmlCursor cursor, XmlWriter writer, OmeDocument document, IReadOnlyList<string> groupPaths, IReadOnlyList<PixelsOverride> overrides)
{
    private readonly XmlCopy _copy = new(cursor, writer);
    private readonly Dictionary<string, string> _newImageIds = NewImageIds(document, groupPaths);

    // A split channel's new ID could be that of another channel, so all channels get new IDs then.
    private readonly bool _renameChannels = Enumerable.Range(0, document.Images.Count).Any(
        image => ChannelSplit.Copies(document.Images[image].Pixels, SizeC(document, overrides, image)).Any(count => count != 1));

    private int _ordinal;
    private int _images;

    public void Run()
    {
        writer.WriteStartDocument();
        cursor.MoveToRoot(BeforeRoot);
        _copy.Close(_copy.Open(), RootChild);
    }

    /// <summary>Drops white space there, because the XML declaration is written anew.</summary>
    private void BeforeRoot()
    {
        if (cursor.Reader.NodeType != System.Xml.XmlNodeType.Whitespace)
            _copy.Node();
    }

    private static int SizeC(OmeDocument document, IReadOnlyList<PixelsOverride> overrides, int image) =>
        overrides[image].SizeC ?? document.Images[image].Pixels.SizeC;

    private static Dictionary<string, string> NewImageIds(OmeDocument document, IReadOnlyList<string> groupPaths)
    {
        Dictionary<string, string> ids = new(StringComparer.Ordinal);
        for (var index = 0; index < groupPaths.Count; index++)
            ids.TryAdd(document.Images[index].Id, $"Image:{groupPaths[index]}");
        return ids;
    }

    private void RootChild()
    {
        switch (cursor.Name)
        {
            case "Image":
                RewriteImage();
                break;
            case "BinaryOnly":
                _copy.Skip();
                break;
            case "StructuredAnnotations":
                _copy.Element();
                break;
            default:
                Reference();
                break;
        }
    }

    /// <summary>Copies an element with its content, and the new ID in each ImageRef.</summary>
    private void Reference()
    {
        var isReference = cursor.Name == "ImageRef";
        var inside = _copy.Open((name, value) => isReference && name == "ID" ? _newImageIds.GetValueOrDefault(value, value) : value);
        _copy.Close(inside, Reference);
    }

    private void RewriteImage()
    {
        var index = _images;
        if (index == document.Images.Count || document.Images[index].Ordinal != _ordinal++)
        {
            _copy.Skip(); // An Image without Pixels is dropped.
            return;
        }
        _images++;
        var id = $"Image:{groupPaths[index]}";
        var lacksId = cursor.Attribute("ID") is null;
        var inside = _copy.Open((name, value) => name == "ID" ? id : value);
        if (lacksId)
            writer.WriteAttributeString("ID", id);
        _copy.Close(inside, () =>
        {
            if (cursor.Name == "Pixels")
                new PixelsRewriter(cursor, writer, _copy, document.Images[index].Pixels, overrides[index].Over(document.Images[index].Pixels), index)
                {
                    RenameChannels = _renameChannels,
                    MayAddBigEndian = SchemaVersions.HasPixelsBigEndian(document.SchemaVersion),
                }.Run();
            else
                Reference();
        });
    }
}
