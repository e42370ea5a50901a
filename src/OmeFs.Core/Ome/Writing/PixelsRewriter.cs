using System.Xml;
using System.Xml.Linq;
using OmeFs.Core.Ome.Xml;

namespace OmeFs.Core.Ome.Writing;

/// <summary>Copies one Pixels element: corrects attributes, splits channels into single samples, and writes MetadataOnly in place of the pixels.</summary>
internal sealed class PixelsRewriter(OmeXmlCursor cursor, XmlWriter writer, XmlCopy copy, Pixels pixels, PixelsOverride change, int image)
{
    private readonly IReadOnlyList<int> _copies = ChannelSplit.Copies(pixels, change.SizeC ?? pixels.SizeC);

    private readonly int[] _firstSamples = FirstSamples(ChannelSplit.Copies(pixels, change.SizeC ?? pixels.SizeC));

    private static readonly string[] Required = ["ID", "DimensionOrder", "Type", "SizeX", "SizeY", "SizeZ", "SizeC", "SizeT"];

    private int _channels;
    private int _written;
    private bool _saidMetadataOnly;
    private string? _space;

    public required bool RenameChannels { get; init; }

    public required bool MayAddBigEndian { get; init; }

    public void Run()
    {
        var (prefix, schema) = (cursor.Reader.Prefix, cursor.Reader.NamespaceURI);
        var addsBigEndian = change.BigEndian is not null && MayAddBigEndian && cursor.Attribute("BigEndian") is null;
        string[] absent = [.. Required.Where(name => cursor.Attribute(name) is null)];
        // The Zarr arrays never have interleaved samples.
        var inside = copy.Open((name, value) => name == "Interleaved" ? null : name == "ID" ? IdOr(value) : change.Of(name) ?? SchemaValues.Of(name, value, cursor.Attribute));
        foreach (var name in absent)
            if ((name == "ID" ? IdOr(null) : change.Of(name)) is { } value)
                writer.WriteAttributeString(name, value);
        if (addsBigEndian)
            writer.WriteAttributeString("BigEndian", change.Of("BigEndian"));
        var parent = new OmeXmlCursor.Parent(cursor.Reader.Depth, !inside);
        while (cursor.NextNode(parent))
            Child(prefix, schema);
        MetadataOnly(prefix, schema);
        Space();
        writer.WriteEndElement();
    }

    private void Child(string prefix, string schema)
    {
        // White space is delayed by one node, so that a million removed TiffData do not leave a million empty lines.
        if (cursor.Reader.NodeType is XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace)
            _space = cursor.Reader.Value;
        else if (cursor.Reader.NodeType == XmlNodeType.Element)
            ChildElement(prefix, schema);
        else
        {
            Space();
            copy.Node();
        }
    }

    private void ChildElement(string prefix, string schema)
    {
        switch (cursor.Name)
        {
            case "TiffData" or "BinData" or "MetadataOnly":
                MetadataOnly(prefix, schema);
                copy.Skip();
                return;
            case "Channel" when _channels < _copies.Count:
                Split(_copies[_channels]);
                _channels++;
                return;
        }
        MetadataOnly(prefix, schema);
        Space();
        var isPlane = cursor.Name == "Plane";
        copy.Element((name, value) => isPlane && name == "TheC" ? FirstSample(value) : value);
    }

    /// <summary>Written once, after the channels and before the planes.</summary>
    private void MetadataOnly(string prefix, string schema)
    {
        if (_saidMetadataOnly)
            return;
        _saidMetadataOnly = true;
        Space();
        writer.WriteStartElement(prefix, "MetadataOnly", schema);
        writer.WriteEndElement();
    }

    private void Split(int samples)
    {
        if (samples == 1)
        {
            Space();
            var id = NextId(cursor.Attribute("ID"));
            var lacksId = cursor.Attribute("ID") is null;
            copy.Element(
                (name, value) => name switch
                {
                    "ID" => id,
                    "SamplesPerPixel" => "1",
                    _ => SchemaValues.Of(name, value, cursor.Attribute),
                },
                lacksId ? ("ID", id) : null);
            return;
        }
        var indent = _space;
        var original = copy.Subtree();
        foreach (var attribute in original.Attributes().Where(attribute => attribute.Name.NamespaceName.Length == 0).ToList())
            original.SetAttributeValue(attribute.Name, SchemaValues.Of(attribute.Name.LocalName, attribute.Value, name => (string?)original.Attribute(name)));
        for (var sample = 0; sample < samples; sample++)
        {
            _space = indent;
            Space();
            WriteSample(original, ChannelSplit.Sample(pixels.Channels[_channels], sample, samples));
        }
    }

    private void WriteSample(XElement original, Channel sample)
    {
        var element = new XElement(original);
        element.SetAttributeValue("ID", NextId(null));
        element.SetAttributeValue("SamplesPerPixel", 1);
        element.SetAttributeValue("Name", sample.Name);
        element.SetAttributeValue("Color", sample.Color);
        element.WriteTo(writer);
    }

    private string IdOr(string? said) => SchemaValues.Id("Pixels", said, $"Pixels:{image}");

    private string NextId(string? said) => $"Channel:{image}:{_written++}" is var id && RenameChannels ? id : SchemaValues.Id("Channel", said, id);

    /// <summary>Adjusts TheC, which counts Channels: for a split one, its first sample stands for all.</summary>
    private string FirstSample(string theC) =>
        int.TryParse(theC, out var channel) && channel > 0 && channel < _copies.Count ? $"{_firstSamples[channel]}" : theC;

    private static int[] FirstSamples(IReadOnlyList<int> copies)
    {
        var first = new int[copies.Count];
        for (var channel = 1; channel < first.Length; channel++)
            first[channel] = first[channel - 1] + copies[channel - 1];
        return first;
    }

    private void Space()
    {
        if (_space is not null)
            writer.WriteWhitespace(_space);
        _space = null;
    }
}
