namespace OmeFs.Core.Ome.Xml;

/// <summary>Reads one Image element.</summary>
/// <remarks>
/// Up to 2008-09, an Image could have several Pixels and named the acquired one. Its channels were LogicalChannel (2003: ChannelInfo) beside
/// Pixels. In 2003, the physical sizes were attributes of the Image. One Pixels per Image is kept: the acquired one, else the first.
/// </remarks>
internal readonly struct ImageReader(OmeXmlCursor cursor, int ordinal, BinDataCount? binData)
{
    /// <returns>Null if the Image has no Pixels, or too little of it could be read.</returns>
    /// <param name="fault">Why the rest of the document was not read; null if it was.</param>
    public OmeImage? Read(out OmeFsException? fault)
    {
        var id = cursor.Attribute("ID") ?? $"Image:{ordinal}";
        var name = cursor.Attribute("Name");
        var acquired = cursor.Attribute("AcquiredPixels", "DefaultPixels");
        var sizes = new ImageSizes(cursor);
        string? date = null;
        Pixels? pixels = null;
        List<Channel> channels = [];
        var number = -1;
        fault = null;
        try
        {
            var image = cursor.Enter();
            while (fault is null && cursor.NextChild(image))
                switch (cursor.Name)
                {
                    case "AcquisitionDate" or "AcquiredDate" or "CreationDate":
                        date = cursor.Text();
                        break;
                    case "LogicalChannel" or "ChannelInfo":
                        OmeXmlReader.Bound(cursor, channels.Count, OmeLimits.MaxChannels);
                        channels.Add(PixelsReader.ReadChannel(cursor, $"Channel:{ordinal}:{channels.Count}"));
                        break;
                    case "Pixels":
                        number++;
                        if (pixels is null || (acquired is not null && cursor.Attribute("ID") == acquired && pixels.Id != acquired))
                        {
                            var read = new PixelsReader(cursor, ordinal, binData?.Invoke(ordinal, number) ?? 0).Read(out var isWhole, out fault) with { Number = number };
                            pixels = isWhole ? read : pixels;
                        }
                        break;
                }
        }
        catch (OmeFsException cause) when (cause.Kind is FaultKind.Corrupt or FaultKind.LimitExceeded)
        {
            fault = cause;
        }
        if (pixels is not null)
            return new OmeImage(id, name, date, sizes.Complete(pixels.Channels.Count > 0 ? pixels : pixels with { Channels = channels })) { Ordinal = ordinal };
        if (fault is null)
            cursor.Note($"Image {OmeXmlCursor.Quote(id)} holds no Pixels and is not shown");
        return null;
    }

    /// <summary>Sizes that the 2003 schema gives on the Image and later ones on Pixels.</summary>
    private readonly struct ImageSizes(OmeXmlCursor cursor)
    {
        private readonly PhysicalLength? _x = PixelsReader.Length(cursor, "PixelSizeX", null);
        private readonly PhysicalLength? _y = PixelsReader.Length(cursor, "PixelSizeY", null);
        private readonly PhysicalLength? _z = PixelsReader.Length(cursor, "PixelSizeZ", null);
        private readonly PhysicalTime? _time = PixelsReader.Time(cursor, "TimeIncrement");

        public Pixels Complete(Pixels pixels) => pixels with
        {
            PhysicalSizeX = pixels.PhysicalSizeX ?? _x,
            PhysicalSizeY = pixels.PhysicalSizeY ?? _y,
            PhysicalSizeZ = pixels.PhysicalSizeZ ?? _z,
            TimeIncrement = pixels.TimeIncrement ?? _time,
        };
    }
}
