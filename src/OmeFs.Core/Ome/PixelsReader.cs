using System.Globalization;

namespace OmeFs.Core.Ome;

/// <summary>One Pixels element: its sizes, Channels and TiffData.</summary>
internal readonly struct PixelsReader(OmeXmlCursor cursor, int ordinal)
{
    public Pixels Read()
    {
        var pixels = ReadAttributes();
        List<Channel> channels = [];
        var tiffData = new TiffDataList();
        var binData = 0L;
        var metadataOnly = false;
        var parent = cursor.Enter();
        while (cursor.NextChild(parent))
            switch (cursor.Name)
            {
                case "TiffData":
                    ReadTiffData(tiffData);
                    break;
                case "Channel":
                    OmeXmlReader.Bound(cursor, channels.Count, OmeLimits.MaxChannels);
                    channels.Add(ReadChannel(cursor, $"Channel:{ordinal}:{channels.Count}"));
                    break;
                case "BinData":
                    binData++;
                    break;
                case "MetadataOnly":
                    metadataOnly = true;
                    break;
            }
        return pixels with { Channels = channels, TiffData = tiffData, BinDataCount = binData, MetadataOnly = metadataOnly };
    }

    public static Channel ReadChannel(OmeXmlCursor cursor, string defaultId) => new()
    {
        Id = cursor.Attribute("ID") ?? defaultId,
        Name = cursor.Attribute("Name"),
        Fluor = cursor.Attribute("Fluor"),
        SamplesPerPixel = cursor.Integer("SamplesPerPixel", 1, OmeLimits.MaxSamplesPerPixel) ?? 1,
        Color = ReadColor(cursor.Attribute("Color")),
        EmissionWavelength = Length(cursor, cursor.Attribute("EmissionWavelength") is null ? "EmWave" : "EmissionWavelength", "nm"),
        ExcitationWavelength = Length(cursor, cursor.Attribute("ExcitationWavelength") is null ? "ExWave" : "ExcitationWavelength", "nm"),
    };

    /// <summary>A length attribute and its "...Unit" (from 2015-01), whose default is micrometres unless given.</summary>
    public static PhysicalLength? Length(OmeXmlCursor cursor, string name, string? defaultUnit) =>
        cursor.PositiveNumber(name) is { } value
            ? new PhysicalLength(value, cursor.Attribute(name + "Unit") ?? defaultUnit ?? Units.Micrometer)
            : null;

    public static PhysicalTime? Time(OmeXmlCursor cursor, string name) =>
        cursor.PositiveNumber(name) is { } value ? new PhysicalTime(value, cursor.Attribute(name + "Unit") ?? Units.Second) : null;

    /// <summary>2009-09 wrote the same 32 bits unsigned.</summary>
    private static int? ReadColor(string? text) =>
        long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) && value is >= int.MinValue and <= uint.MaxValue
            ? unchecked((int)value)
            : null;

    private Pixels ReadAttributes()
    {
        var pixels = new Pixels
        {
            Id = cursor.Attribute("ID") ?? $"Pixels:{ordinal}",
            SizeX = cursor.RequiredInteger("SizeX", 1, int.MaxValue),
            SizeY = cursor.RequiredInteger("SizeY", 1, int.MaxValue),
            SizeZ = cursor.RequiredInteger("SizeZ", 1, int.MaxValue),
            SizeC = cursor.RequiredInteger("SizeC", 1, OmeLimits.MaxChannels),
            SizeT = cursor.RequiredInteger("SizeT", 1, int.MaxValue),
            DimensionOrder = ReadOrder(),
            Type = ReadType(),
            SignificantBits = cursor.PositiveNumber("SignificantBits") is { } bits and <= 128 ? (int)bits : null,
            BigEndian = cursor.Flag("BigEndian"),
            Interleaved = cursor.Flag("Interleaved"),
            PhysicalSizeX = Length(cursor, "PhysicalSizeX", null),
            PhysicalSizeY = Length(cursor, "PhysicalSizeY", null),
            PhysicalSizeZ = Length(cursor, "PhysicalSizeZ", null),
            TimeIncrement = Time(cursor, "TimeIncrement"),
        };
        // Two ints never overflow a long; the third factor is divided out.
        if ((long)pixels.SizeZ * pixels.SizeT > OmeLimits.MaxPlanes / pixels.SizeC)
            throw cursor.Fault(
                FaultKind.LimitExceeded,
                $"Pixels of {pixels.SizeZ} × {pixels.SizeC} × {pixels.SizeT} planes, more than {OmeLimits.MaxPlanes}");
        return pixels;
    }

    private DimensionOrder ReadOrder()
    {
        var text = cursor.Attribute("DimensionOrder") ?? throw cursor.Missing("DimensionOrder");
        foreach (var order in Enum.GetValues<DimensionOrder>())
            if (text == order.ToString())
                return order;
        throw cursor.Fault(
            FaultKind.Corrupt,
            $"Pixels has DimensionOrder \"{OmeXmlCursor.Quote(text)}\", expected one of {string.Join(", ", Enum.GetNames<DimensionOrder>())}");
    }

    private PixelType ReadType()
    {
        var text = cursor.Attribute("Type", "PixelType") ?? throw cursor.Missing("Type");
        return PixelTypes.TryParse(text, out var type) ? type : throw cursor.Fault(
            FaultKind.Corrupt,
            $"Pixels has Type \"{OmeXmlCursor.Quote(text)}\", expected one of {string.Join(", ", Enum.GetValues<PixelType>().Select(PixelTypes.ToOmeName))}");
    }

    private void ReadTiffData(TiffDataList list)
    {
        OmeXmlReader.Bound(cursor, list.Count, OmeLimits.MaxTiffData);
        var element = new TiffData(
            cursor.Integer("IFD", 0, int.MaxValue),
            cursor.Integer("FirstZ", 0, int.MaxValue) ?? 0,
            cursor.Integer("FirstC", 0, int.MaxValue) ?? 0,
            cursor.Integer("FirstT", 0, int.MaxValue) ?? 0,
            cursor.Integer(cursor.Attribute("PlaneCount") is null ? "NumPlanes" : "PlaneCount", 0, int.MaxValue));
        var parent = cursor.Enter();
        while (cursor.NextChild(parent))
            if (cursor.Name == "UUID")
            {
                var fileName = cursor.Attribute("FileName");
                element = element with { FileName = fileName, Uuid = cursor.Text() };
            }
        OmeXmlReader.Bound(cursor, list.Files.Count, OmeLimits.MaxFiles);
        list.Add(element);
    }
}
