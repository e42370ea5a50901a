using System.Globalization;
using System.Text;
using System.Xml;

namespace OmeFs.Core.Ome.Writing;

/// <summary>Writes a new 2016-06 document from the model alone.</summary>
internal static class FreshDocument
{
    private const string Instrument = "Instrument:0";

    public static void Write(
        XmlWriter writer, OmeDocument document, IReadOnlyList<string> groupPaths, IReadOnlyList<PixelsOverride> overrides)
    {
        const string schemaInstance = "http://www.w3.org/2001/XMLSchema-instance";
        writer.WriteStartElement("OME", SchemaVersions.NewestNamespace);
        writer.WriteAttributeString(
            "xsi", "schemaLocation", schemaInstance, $"{SchemaVersions.NewestNamespace} {SchemaVersions.NewestNamespace}/ome.xsd");
        Attribute(writer, "Creator", document.Creator);
        WriteInstrument(writer, document);
        for (var index = 0; index < document.Images.Count; index++)
            WriteImage(writer, document.Images[index], index, groupPaths[index], overrides[index]);
        writer.WriteEndElement();
    }

    /// <summary>Writes one instrument, with an objective for each Image that has a magnification; nothing if no Image has one.</summary>
    private static void WriteInstrument(XmlWriter writer, OmeDocument document)
    {
        if (document.Images.All(image => image.NominalMagnification is null))
            return;
        writer.WriteStartElement("Instrument", SchemaVersions.NewestNamespace);
        writer.WriteAttributeString("ID", Instrument);
        for (var index = 0; index < document.Images.Count; index++)
            if (document.Images[index].NominalMagnification is { } magnification)
            {
                writer.WriteStartElement("Objective", SchemaVersions.NewestNamespace);
                writer.WriteAttributeString("ID", ObjectiveOf(index));
                writer.WriteAttributeString("NominalMagnification", magnification.ToString("R", CultureInfo.InvariantCulture));
                writer.WriteEndElement();
            }
        writer.WriteEndElement();
    }

    private static void WriteReference(XmlWriter writer, string element, string id)
    {
        writer.WriteStartElement(element, SchemaVersions.NewestNamespace);
        writer.WriteAttributeString("ID", id);
        writer.WriteEndElement();
    }

    private static string ObjectiveOf(int image) => $"Objective:0:{image}";

    private static void WriteImage(XmlWriter writer, OmeImage image, int index, string groupPath, PixelsOverride change)
    {
        writer.WriteStartElement("Image", SchemaVersions.NewestNamespace);
        writer.WriteAttributeString("ID", $"Image:{groupPath}");
        Attribute(writer, "Name", image.Name);
        if (XsdDateTime(image.AcquisitionDate) is { } date)
            writer.WriteElementString("AcquisitionDate", SchemaVersions.NewestNamespace, date);
        if (image.NominalMagnification is not null)
        {
            WriteReference(writer, "InstrumentRef", Instrument);
            WriteReference(writer, "ObjectiveSettings", ObjectiveOf(index));
        }
        WritePixels(writer, change.ApplyTo(image.Pixels), index);
        writer.WriteEndElement();
    }

    private static void WritePixels(XmlWriter writer, Pixels pixels, int index)
    {
        writer.WriteStartElement("Pixels", SchemaVersions.NewestNamespace);
        writer.WriteAttributeString("ID", $"Pixels:{index}");
        writer.WriteAttributeString("DimensionOrder", pixels.DimensionOrder.ToString());
        Attribute(writer, "Type", pixels.Type?.ToOmeName());
        Attribute(writer, "SignificantBits", pixels.SignificantBits?.ToString(CultureInfo.InvariantCulture));
        Attribute(writer, "BigEndian", pixels.BigEndian switch { null => null, true => "true", false => "false" });
        foreach (var (name, size) in (ReadOnlySpan<(string, int)>)
            [("X", pixels.SizeX), ("Y", pixels.SizeY), ("Z", pixels.SizeZ), ("C", pixels.SizeC), ("T", pixels.SizeT)])
            writer.WriteAttributeString($"Size{name}", $"{size}");
        Length(writer, "PhysicalSizeX", pixels.PhysicalSizeX);
        Length(writer, "PhysicalSizeY", pixels.PhysicalSizeY);
        Length(writer, "PhysicalSizeZ", pixels.PhysicalSizeZ);
        if (pixels.TimeIncrement is { } time && Units.OmeTime(time.Unit) is { } unit)
            Quantity(writer, "TimeIncrement", time.Value, unit);
        var channels = ChannelSplit.Expand(pixels, pixels.SizeC);
        for (var channel = 0; channel < channels.Count; channel++)
            WriteChannel(writer, channels[channel], $"Channel:{index}:{channel}");
        writer.WriteElementString("MetadataOnly", SchemaVersions.NewestNamespace, null);
        writer.WriteEndElement();
    }

    private static void WriteChannel(XmlWriter writer, Channel channel, string id)
    {
        writer.WriteStartElement("Channel", SchemaVersions.NewestNamespace);
        writer.WriteAttributeString("ID", id);
        Attribute(writer, "Name", channel.Name);
        writer.WriteAttributeString("SamplesPerPixel", "1");
        Length(writer, "ExcitationWavelength", channel.ExcitationWavelength);
        Length(writer, "EmissionWavelength", channel.EmissionWavelength);
        Attribute(writer, "Fluor", channel.Fluor);
        Attribute(writer, "Color", channel.Color?.ToString(CultureInfo.InvariantCulture));
        writer.WriteEndElement();
    }

    // A length in a unit that the schema does not list cannot be written.
    private static void Length(XmlWriter writer, string name, PhysicalLength? length)
    {
        if (length is { } known && Units.OmeLength(known.Unit) is { } unit)
            Quantity(writer, name, known.Value, unit);
    }

    private static void Quantity(XmlWriter writer, string name, double value, string unit)
    {
        writer.WriteAttributeString(name, value.ToString("R", CultureInfo.InvariantCulture));
        writer.WriteAttributeString(name + "Unit", unit);
    }

    private static void Attribute(XmlWriter writer, string name, string? value)
    {
        if (value is not null)
            writer.WriteAttributeString(name, Writable(value));
    }

    /// <summary>Replaces characters that XML 1.0 cannot write by U+FFFD: names also come from TIFF tags.</summary>
    private static string Writable(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var index = 0; index < text.Length; index++)
            if (index + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[index + 1], text[index]))
                result.Append(text[index]).Append(text[++index]);
            else
                result.Append(XmlConvert.IsXmlChar(text[index]) ? text[index] : '\uFFFD');
        return result.ToString();
    }

    private static string? XsdDateTime(string? written) =>
        written is [_, _, _, _, '-', ..]
        && DateTime.TryParse(written, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date)
            ? date.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture)
            : null;
}
