using System.Xml;
using System.Xml.Linq;

namespace OmeFs.Core.Ome;

/// <summary>Copies one Pixels element: corrected attributes, channels of one sample, MetadataOnly for where the pixels were.</summary>
sealed class PixelsRewriter(OmeXmlCursor cursor, XmlWriter writer, XmlCopy copy, Pixels pixels, PixelsOverride change, int image)
{
    readonly IReadOnlyList<int> copies = ChannelSplit.Copies(pixels, change.SizeC ?? pixels.SizeC);

    readonly int[] firstSamples = FirstSamples(ChannelSplit.Copies(pixels, change.SizeC ?? pixels.SizeC));

    int channels;
    int written;
    bool saidMetadataOnly;
    string? space;

    public required bool RenameChannels { get; init; }

    public required bool MayAddBigEndian { get; init; }

    public void Run()
    {
        var (prefix, schema) = (cursor.Reader.Prefix, cursor.Reader.NamespaceURI);
        var addsBigEndian = change.BigEndian is not null && MayAddBigEndian && cursor.Attribute("BigEndian") is null;
        // Samples are never interleaved in what is shown.
        var inside = copy.Open((name, value) => name == "Interleaved" ? null : change.Of(name) ?? value);
        if (addsBigEndian)
            writer.WriteAttributeString("BigEndian", change.Of("BigEndian"));
        var parent = new OmeXmlCursor.Parent(cursor.Reader.Depth, !inside);
        while (cursor.NextNode(parent))
            Child(prefix, schema);
        MetadataOnly(prefix, schema);
        Space();
        writer.WriteEndElement();
    }

    void Child(string prefix, string schema)
    {
        // White space is held back one node, so that a million removed TiffData do not leave a million empty lines.
        if (cursor.Reader.NodeType is XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace)
            space = cursor.Reader.Value;
        else if (cursor.Reader.NodeType == XmlNodeType.Element)
            ChildElement(prefix, schema);
        else
        {
            Space();
            copy.Node();
        }
    }

    void ChildElement(string prefix, string schema)
    {
        switch (cursor.Name)
        {
            case "TiffData" or "BinData" or "MetadataOnly":
                MetadataOnly(prefix, schema);
                copy.Skip();
                return;
            case "Channel" when channels < copies.Count:
                Split(copies[channels]);
                channels++;
                return;
        }
        MetadataOnly(prefix, schema);
        Space();
        var isPlane = cursor.Name == "Plane";
        copy.Element((name, value) => isPlane && name == "TheC" ? FirstSample(value) : value);
    }

    /// <summary>Once, after the channels and before the planes.</summary>
    void MetadataOnly(string prefix, string schema)
    {
        if (saidMetadataOnly)
            return;
        saidMetadataOnly = true;
        Space();
        writer.WriteStartElement(prefix, "MetadataOnly", schema);
        writer.WriteEndElement();
    }

    void Split(int samples)
    {
        if (samples == 1)
        {
            Space();
            var id = NextId();
            copy.Element((name, value) => name switch
            {
                "ID" => id ?? value,
                "SamplesPerPixel" => "1",
                _ => value,
            });
            return;
        }
        var indent = space;
        var original = copy.Subtree();
        for (var sample = 0; sample < samples; sample++)
        {
            space = indent;
            Space();
            WriteSample(original, ChannelSplit.Sample(pixels.Channels[channels], sample, samples));
        }
    }

    void WriteSample(XElement original, Channel sample)
    {
        var element = new XElement(original);
        element.SetAttributeValue("ID", NextId());
        element.SetAttributeValue("SamplesPerPixel", 1);
        element.SetAttributeValue("Name", sample.Name);
        element.SetAttributeValue("Color", sample.Color);
        element.WriteTo(writer);
    }

    string? NextId() => $"Channel:{image}:{written++}" is var id && RenameChannels ? id : null;

    /// <summary>TheC counts Channels; the first of a split one stands for all of them.</summary>
    string FirstSample(string theC) =>
        int.TryParse(theC, out var channel) && channel > 0 && channel < copies.Count ? $"{firstSamples[channel]}" : theC;

    static int[] FirstSamples(IReadOnlyList<int> copies)
    {
        var first = new int[copies.Count];
        for (var channel = 1; channel < first.Length; channel++)
            first[channel] = first[channel - 1] + copies[channel - 1];
        return first;
    }

    void Space()
    {
        if (space is not null)
            writer.WriteWhitespace(space);
        space = null;
    }
}
