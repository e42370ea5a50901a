using System.Text;
using System.Xml;
using OmeFs.Core.Ome.Xml;

namespace OmeFs.Core.Ome.Writing;

/// <summary>Writes the OME/METADATA.ome.xml of a hierarchy.</summary>
/// <remarks>
/// Spec: NGFF 0.4, bioformats2raw.layout: MetadataOnly replaces BinData, BinaryOnly and TiffData; Images are in the order of the groups.
/// Image IDs are "Image:" and the path of the group, so that readers can find the groups.
/// </remarks>
internal static class OmeMetadataWriter
{
    /// <inheritdoc cref="WriteMetadataOnly(Stream, OmeDocument, IReadOnlyList{string}, IReadOnlyList{PixelsOverride}, string, ICollection{string})"/>
    public static byte[] WriteMetadataOnly(
        ReadOnlyMemory<byte> original,
        OmeDocument document,
        IReadOnlyList<string> groupPaths,
        IReadOnlyList<PixelsOverride> overrides,
        string sourceName,
        ICollection<string>? notices = null) =>
        WriteMetadataOnly(OmeXmlReader.ToStream(original), document, groupPaths, overrides, sourceName, notices);

    /// <summary>
    /// Copies the original, and changes only what the layout requires and what is not valid XML or makes a Pixels or Channel invalid. Writes a new
    /// document if the original's schema is older than MetadataOnly (before 2009-09) or unknown.
    /// </summary>
    /// <param name="original">The OME-XML; read once, forward, and disposed.</param>
    /// <param name="document">The result of <see cref="OmeXmlReader"/> for the same bytes.</param>
    /// <param name="groupPaths">The group of each Image, "0" or "A/1/0"; without white space.</param>
    /// <param name="overrides">One for each Image.</param>
    /// <param name="sourceName">For messages.</param>
    /// <param name="notices">Receives what had to be left out.</param>
    /// <returns>UTF-8 without a byte order mark.</returns>
    /// <exception cref="OmeFsException"><see cref="FaultKind.Corrupt"/> or <see cref="FaultKind.LimitExceeded"/>.</exception>
    public static byte[] WriteMetadataOnly(
        Stream original,
        OmeDocument document,
        IReadOnlyList<string> groupPaths,
        IReadOnlyList<PixelsOverride> overrides,
        string sourceName,
        ICollection<string>? notices = null)
    {
        Check(document, groupPaths, overrides);
        if (!SchemaVersions.HasMetadataOnly(document.SchemaVersion))
        {
            original.Dispose();
            return Write(document, groupPaths, overrides, sourceName);
        }
        using var cursor = new OmeXmlCursor(original, sourceName, OmeLimits.MaxCopiedTagCharacters);
        var written = Write(sourceName, writer => new MetadataOnlyRewriter(cursor, writer, document, groupPaths, overrides).Run());
        if (cursor.LongTags > 0)
            notices?.Add($"{cursor.LongTags} tag(s) of the OME-XML have more than {OmeLimits.MaxCopiedTagCharacters} characters; METADATA.ome.xml has them cut");
        return written;
    }

    /// <summary>Writes a new document of the 2016-06 schema: images, their pixels and channels.</summary>
    /// <inheritdoc cref="WriteMetadataOnly(Stream, OmeDocument, IReadOnlyList{string}, IReadOnlyList{PixelsOverride}, string, ICollection{string})"/>
    public static byte[] Write(
        OmeDocument document, IReadOnlyList<string> groupPaths, IReadOnlyList<PixelsOverride> overrides, string sourceName)
    {
        Check(document, groupPaths, overrides);
        return Write(sourceName, writer => FreshDocument.Write(writer, document, groupPaths, overrides));
    }

    private static byte[] Write(string sourceName, Action<XmlWriter> write)
    {
        using var bytes = new BoundedStream(sourceName);
        using (var writer = XmlWriter.Create(bytes, new XmlWriterSettings
        {
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            // Line breaks in attributes stay references, because readers would turn plain ones into spaces.
            NewLineHandling = NewLineHandling.Entitize,
        }))
            write(writer);
        return bytes.ToArray();
    }

    private static void Check(OmeDocument document, IReadOnlyList<string> groupPaths, IReadOnlyList<PixelsOverride> overrides)
    {
        if (groupPaths.Count != document.Images.Count || overrides.Count != document.Images.Count)
            throw new ArgumentException(
                $"{groupPaths.Count} group paths and {overrides.Count} overrides for {document.Images.Count} images.", nameof(groupPaths));
    }
}
