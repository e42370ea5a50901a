namespace OmeFs.Core.Ome.Xml;

/// <summary>Reads one Pixels element: its sizes, Channels and TiffData.</summary>
/// <param name="binDataBefore">BinData that were removed from the document before it was read.</param>
internal readonly struct PixelsReader(OmeXmlCursor cursor, int ordinal, long binDataBefore)
{
    /// <param name="isWhole">False if the document ends, or stops being well-formed, before all planes are known.</param>
    /// <param name="fault">Why the rest of the element was not read; null if it was.</param>
    public Pixels Read(out bool isWhole, out OmeFsException? fault)
    {
        var pixels = ReadAttributes();
        List<Channel> channels = [];
        var tiffData = new TiffDataList();
        var binData = binDataBefore;
        var (metadataOnly, planesBegan) = (false, false);
        fault = null;
        try
        {
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
                    case "Plane":
                        planesBegan = true;
                        break;
                }
        }
        catch (OmeFsException cause) when (cause.Kind is FaultKind.Corrupt or FaultKind.LimitExceeded)
        {
            fault = cause;
        }
        pixels = pixels with { Channels = channels, TiffData = tiffData, BinDataCount = binData, MetadataOnly = metadataOnly };
        // *Spec:* in Pixels, Plane elements come after all TiffData.
        isWhole = fault is null || planesBegan || NamesAllPlanes(pixels);
        return pixels;
    }

    private static bool NamesAllPlanes(Pixels pixels)
    {
        var named = pixels.BinDataCount + pixels.TiffData.Sum(element => (long)(element.PlaneCount ?? 1));
        var channels = pixels.Channels.Count > 0 ? pixels.Channels.Count : pixels.SizeC;
        return pixels.SizeC > 0 && named > 0 && named >= (long)Math.Max(1, pixels.SizeZ) * Math.Max(1, pixels.SizeT) * channels;
    }

    public static Channel ReadChannel(OmeXmlCursor cursor, string defaultId) => new()
    {
        Id = cursor.Attribute("ID") ?? defaultId,
        Name = cursor.Attribute("Name"),
        Fluor = cursor.Attribute("Fluor"),
        SamplesPerPixel = cursor.Whole("SamplesPerPixel", 1, OmeLimits.MaxSamplesPerPixel) ?? 1,
        Color = ReadColor(cursor),
        EmissionWavelength = Length(cursor, cursor.Attribute("EmissionWavelength") is null ? "EmWave" : "EmissionWavelength", "nm"),
        ExcitationWavelength = Length(cursor, cursor.Attribute("ExcitationWavelength") is null ? "ExWave" : "ExcitationWavelength", "nm"),
    };

    /// <summary>A length attribute and its "...Unit" (since 2015-01), which defaults to micrometres unless another default is given.</summary>
    public static PhysicalLength? Length(OmeXmlCursor cursor, string name, string? defaultUnit) =>
        cursor.PositiveNumber(name) is { } value
            ? new PhysicalLength(value, Unit(cursor, name, Units.OmeLength) ?? defaultUnit ?? Units.Micrometer)
            : null;

    public static PhysicalTime? Time(OmeXmlCursor cursor, string name) =>
        cursor.PositiveNumber(name) is { } value ? new PhysicalTime(value, Unit(cursor, name, Units.OmeTime) ?? Units.Second) : null;

    /// <summary>The unit as written, even if it is unknown: a number in an unknown unit must not be read as micrometres.</summary>
    private static string? Unit(OmeXmlCursor cursor, string name, Func<string, string?> known)
    {
        var unit = cursor.Attribute(name + "Unit");
        if (string.IsNullOrWhiteSpace(unit))
            return null;
        if (known(unit) is null)
            cursor.Note($"{cursor.Name} has {name}Unit \"{OmeXmlCursor.Quote(unit)}\", a unit that the schema does not define; {name} is shown without a unit");
        return unit;
    }

    /// <summary>Reads a colour. 2009-09 wrote the same 32 bits unsigned.</summary>
    private static int? ReadColor(OmeXmlCursor cursor)
    {
        if (cursor.Attribute("Color") is not { } text)
            return null;
        if (OmeNumber.TryWhole(text, out var value) && value is >= int.MinValue and <= uint.MaxValue)
            return unchecked((int)value);
        cursor.NoteInvalid("Color", text, "a whole number of 32 bits");
        return null;
    }

    private Pixels ReadAttributes()
    {
        var (z, c, t) = (
            cursor.Whole("SizeZ", 1, int.MaxValue) ?? 0, cursor.Whole("SizeC", 1, OmeLimits.MaxChannels) ?? 0, cursor.Whole("SizeT", 1, int.MaxValue) ?? 0);
        while (Product(z, c, t) > OmeLimits.MaxPlanes)
        {
            cursor.Note($"Pixels of {z} × {c} × {t} planes, more than {OmeLimits.MaxPlanes}; the greatest of these sizes is treated as absent");
            (z, c, t) = z >= t && z >= c ? (0, c, t) : t >= c ? (z, c, 0) : (z, 0, t);
        }
        return new Pixels
        {
            Id = cursor.Attribute("ID") ?? $"Pixels:{ordinal}",
            SizeX = cursor.Whole("SizeX", 1, int.MaxValue) ?? 0,
            SizeY = cursor.Whole("SizeY", 1, int.MaxValue) ?? 0,
            SizeZ = z,
            SizeC = c,
            SizeT = t,
            DimensionOrder = ReadOrder(),
            Type = ReadType(),
            SignificantBits = cursor.Whole("SignificantBits", 1, 128),
            BigEndian = cursor.Flag("BigEndian"),
            Interleaved = cursor.Flag("Interleaved"),
            PhysicalSizeX = Length(cursor, "PhysicalSizeX", null),
            PhysicalSizeY = Length(cursor, "PhysicalSizeY", null),
            PhysicalSizeZ = Length(cursor, "PhysicalSizeZ", null),
            TimeIncrement = Time(cursor, "TimeIncrement"),
        };
    }

    /// <summary>The product of three sizes; unknown ones count as 1. A channel count is far below 2^31, so nothing overflows.</summary>
    private static Int128 Product(int z, int c, int t) => (Int128)Math.Max(1, z) * Math.Max(1, c) * Math.Max(1, t);

    private DimensionOrder ReadOrder()
    {
        var text = cursor.Attribute("DimensionOrder");
        var order = DimensionOrders.Parse(text, out var isExact);
        if (!isExact)
            cursor.Note(text is null ? $"Pixels has no DimensionOrder; {order} is taken" : $"Pixels has DimensionOrder \"{OmeXmlCursor.Quote(text)}\"; {order} is taken");
        return order;
    }

    private PixelType? ReadType()
    {
        var text = cursor.Attribute("Type", "PixelType");
        if (PixelTypes.TryParse(text?.Trim(), out var type))
            return type;
        cursor.Note(text is null ? "Pixels has no Type" : $"Pixels has Type \"{OmeXmlCursor.Quote(text)}\", which the schema does not define");
        return null;
    }

    private void ReadTiffData(TiffDataList list)
    {
        OmeXmlReader.Bound(cursor, list.Count, OmeLimits.MaxTiffData);
        var (ifd, z, c, t) = (Place("IFD", out var saysIfd), Place("FirstZ", out var saysZ), Place("FirstC", out var saysC), Place("FirstT", out var saysT));
        var element = new TiffData(
            ifd, z ?? 0, c ?? 0, t ?? 0, cursor.Whole(cursor.Attribute("PlaneCount") is null ? "NumPlanes" : "PlaneCount", 0, int.MaxValue));
        var parent = cursor.Enter();
        while (cursor.NextChild(parent))
            if (cursor.Name == "UUID")
            {
                var fileName = cursor.Attribute("FileName");
                element = element with { FileName = fileName, Uuid = cursor.Text() };
            }
        OmeXmlReader.Bound(cursor, list.Files.Count, OmeLimits.MaxFiles);
        // A value that cannot be parsed must not become the default value.
        if (saysIfd && saysZ && saysC && saysT)
            list.Add(element);
    }

    /// <param name="isSound">False if the attribute is there but cannot be parsed.</param>
    private int? Place(string name, out bool isSound)
    {
        var place = cursor.Whole(name, 0, int.MaxValue);
        isSound = place is not null || cursor.Attribute(name) is null;
        return place;
    }
}
