namespace OmeFs.Core.Tiff;

/// <summary>
/// Makes the <see cref="IfdLayout"/> and <see cref="IfdRecord"/> of an IFD from its entries, or reports what is wrong with them. If a damaged
/// tag is not necessary for reading pixels, there is a notice instead of a fault.
/// </summary>
internal sealed class IfdLayoutReader(IfdParser parser, string sourceName, WalkNotices notices)
{
    private const int ReducedImage = 1, Page = 2;
    private const int OldReducedImage = 2;

    private readonly StripRows _rows = new(parser);

    /// <summary>In an LSM, the byte counts of compressed strips are those of the decoded pixels, so they are ignored.</summary>
    public bool IsLsm { get; set; }

    /// <exception cref="OmeFsException"><see cref="FaultKind.Corrupt"/>: a necessary tag is missing or wrong. The message names it.</exception>
    public async ValueTask<IfdLayout> ReadAsync(IfdEntries ifd, CancellationToken cancellation)
    {
        var width = await SideAsync(ifd, TiffTag.ImageWidth, cancellation);
        var length = await SideAsync(ifd, TiffTag.ImageLength, cancellation);
        var samples = await NumberAsync(ifd, TiffTag.SamplesPerPixel, 1, cancellation);
        if (samples is < 1 or > TiffLimits.MaxSamplesPerPixel)
            throw Wrong(ifd, TiffTag.SamplesPerPixel, $"1 to {TiffLimits.MaxSamplesPerPixel} expected, found {samples}");
        var (bits, equalBits) = await BitsAsync(ifd, samples, cancellation);
        var (format, equalFormats) = await FormatAsync(ifd, samples, cancellation);
        var photometric = (Photometric)await LenientAsync(ifd, TiffTag.Photometric, (int)Photometric.Unknown, cancellation);
        var compression = Compressions.Canonical((ushort)Math.Min(await NumberAsync(ifd, TiffTag.Compression, 1, cancellation), ushort.MaxValue));
        var (tiled, segmentWidth, segmentLength) = await SegmentShapeAsync(ifd, width, length, cancellation);
        var subfile = await LenientAsync(ifd, TiffTag.NewSubfileType, 0, cancellation);
        var layout = new IfdLayout
        {
            Width = width,
            Length = length,
            Depth = await DepthAsync(ifd, TiffTag.ImageDepth, cancellation),
            SamplesPerPixel = samples,
            BitsPerSample = equalBits ? (int)Math.Min(bits, ushort.MaxValue) : 0,
            Format = (SampleFormat)Math.Min(format, ushort.MaxValue),
            MixedFormats = !equalFormats,
            Compression = compression,
            Photometric = photometric,
            Predictor = compression == Compression.None ? Predictor.None : (Predictor)Math.Min(await NumberAsync(ifd, TiffTag.Predictor, 1, cancellation), ushort.MaxValue),
            Planar = samples > 1 && await NumberAsync(ifd, TiffTag.PlanarConfiguration, 1, cancellation) == 2,
            ReversedBits = await LenientAsync(ifd, TiffTag.FillOrder, 1, cancellation) == 2,
            Reduced = IsReduced(ifd, subfile),
            Subsampled = photometric == Photometric.YCbCr && await SubsampledAsync(ifd, cancellation),
            HasSegments = Offsets(ifd) is not null,
            Tiled = tiled,
            SegmentWidth = segmentWidth,
            SegmentLength = segmentLength,
            Purpose = subfile & ~(ReducedImage | Page),
            SegmentDepth = tiled ? await DepthAsync(ifd, TiffTag.TileDepth, cancellation) : 1,
        };
        return await WithTablesAsync(ifd, layout, cancellation);
    }

    /// <summary>Where the segment tables are stored. They are inside the file; their values are not read.</summary>
    public IfdRecord Record(IfdEntries ifd, in IfdLayout layout, int layoutIndex)
    {
        if (Offsets(ifd) is not { } offsets)
            return new IfdRecord(ifd.Offset, -1, -1, layoutIndex, -1, 0, 0, 0);
        var counts = layout.CountCount > 0 ? Counts(ifd) : null;
        return new IfdRecord(
            ifd.Offset, offsets.ValueAt, counts?.ValueAt ?? -1, layoutIndex, -1, (byte)offsets.Type.Width(), (byte)(counts?.Type.Width() ?? 0), 0);
    }

    /// <summary>Whether the tags alone determine the layout: the tables have as many segments as the tags require.</summary>
    public static bool IsRegular(IfdEntries ifd, in IfdLayout layout) => Offsets(ifd)?.Count == layout.SegmentCount && !layout.RowsByTables;

    private static IfdEntry? Offsets(IfdEntries ifd) => ifd[TiffTag.TileOffsets] ?? ifd[TiffTag.StripOffsets];

    private static IfdEntry? Counts(IfdEntries ifd) => ifd[TiffTag.TileByteCounts] ?? ifd[TiffTag.StripByteCounts];

    /// <summary>Adds the lengths of the segment tables. Unreadable byte counts are treated as absent.</summary>
    private async ValueTask<IfdLayout> WithTablesAsync(IfdEntries ifd, IfdLayout layout, CancellationToken cancellation)
    {
        if (Offsets(ifd) is not { } offsets)
            return layout;
        parser.Expect(ifd, offsets, offsets.Type.IsInteger(), "unsigned numbers");
        parser.Expect(ifd, offsets, offsets.Count > 0, $"{layout.SegmentCount} values, one a {layout.SegmentWord},");
        parser.Expect(ifd, offsets, parser.Holds(offsets), "a table inside the file");
        var counts = Counts(ifd);
        if (counts is { } table && (!table.Type.IsInteger() || !parser.Holds(table)))
        {
            notices.Add(ifd.Label, $"{table} cannot be read ({table.Count} of type {table.Type}); the lengths of the {layout.SegmentWord}s were calculated");
            counts = null;
        }
        if (IsLsm && layout.Compression != Compression.None)
            counts = null;
        if (layout.SegmentCount != offsets.Count)
            layout = await _rows.ByTablesAsync(ifd, layout, offsets, counts, cancellation);
        if (offsets.Count < layout.SegmentCount)
            notices.Add(ifd.Label, $"{offsets} has {offsets.Count} values, but the image has {layout.SegmentCount} {layout.SegmentWord}s; the others cannot be read");
        return layout with
        {
            OffsetCount = Math.Min(offsets.Count, layout.SegmentCount),
            CountCount = Math.Min(counts?.Count ?? 0, layout.SegmentCount),
        };
    }

    private async ValueTask<(bool Tiled, int Width, int Length)> SegmentShapeAsync(
        IfdEntries ifd, int width, int length, CancellationToken cancellation)
    {
        if (ifd[TiffTag.TileWidth] is not null || ifd[TiffTag.TileOffsets] is not null)
            return (true, await SideAsync(ifd, TiffTag.TileWidth, cancellation), await SideAsync(ifd, TiffTag.TileLength, cancellation));
        var rows = await LenientAsync(ifd, TiffTag.RowsPerStrip, 0, cancellation);
        return (false, width, rows is 0 ? length : Math.Min(rows, length));
    }

    private async ValueTask<bool> SubsampledAsync(IfdEntries ifd, CancellationToken cancellation)
    {
        if (ifd[TiffTag.YCbCrSubsampling] is not { } entry)
            return true; // *Spec:* TIFF 6.0 section 21, the default is 2, 2
        var (first, uniform) = await parser.UniformAsync(ifd, entry, 2, cancellation);
        return !uniform || first != 1;
    }

    /// <summary>By NewSubfileType. If that is 0, by its predecessor SubfileType (1 full, 2 reduced, 3 a page).</summary>
    private static bool IsReduced(IfdEntries ifd, int subfile) =>
        (subfile & ReducedImage) != 0 || (subfile == 0 && ifd[TiffTag.SubfileType] is { First: OldReducedImage });

    private async ValueTask<int> SideAsync(IfdEntries ifd, TiffTag tag, CancellationToken cancellation)
    {
        var side = await parser.ScalarAsync(ifd, tag, cancellation) ?? throw Wrong(ifd, tag, "missing");
        return side is >= 1 and <= TiffLimits.MaxSide
            ? (int)side
            : throw Wrong(ifd, tag, $"1 to {TiffLimits.MaxSide} pixels expected, found {side}");
    }

    private async ValueTask<int> DepthAsync(IfdEntries ifd, TiffTag tag, CancellationToken cancellation) =>
        Math.Clamp(await LenientAsync(ifd, tag, 1, cancellation), 1, TiffLimits.MaxSide);

    private async ValueTask<int> NumberAsync(IfdEntries ifd, TiffTag tag, int otherwise, CancellationToken cancellation) =>
        (int)Math.Min(await parser.ScalarAsync(ifd, tag, cancellation) ?? otherwise, int.MaxValue);

    /// <summary>The value of a tag that is not necessary. If it cannot be read, adds a notice and returns <paramref name="otherwise"/>.</summary>
    private async ValueTask<int> LenientAsync(IfdEntries ifd, TiffTag tag, int otherwise, CancellationToken cancellation)
    {
        if (ifd[tag] is not { First: null } entry || (entry is { Count: >= 1 } && entry.Type.IsInteger() && parser.Holds(entry)))
            return await NumberAsync(ifd, tag, otherwise, cancellation);
        notices.Add(ifd.Label, $"{entry} cannot be read ({entry.Count} of type {entry.Type}) and was ignored");
        return otherwise;
    }

    /// <summary>Old LSM files store an offset to two numbers, although the numbers would fit into the entry.</summary>
    private async ValueTask<(long First, bool Uniform)> BitsAsync(IfdEntries ifd, int samples, CancellationToken cancellation)
    {
        var bits = await UniformAsync(ifd, TiffTag.BitsPerSample, 1, samples, cancellation);
        if (!IsLsm || bits.Uniform || ifd[TiffTag.BitsPerSample] is not { Type: TiffFieldType.Short, Count: 2 } entry)
            return bits;
        var asOffset = await parser.UnsignedsAsync(ifd, entry with { Type = TiffFieldType.Long, Count = 1 }, 1, cancellation);
        var elsewhere = entry with { ValueAt = asOffset[0] };
        return parser.Holds(elsewhere) && await parser.UniformAsync(ifd, elsewhere, samples, cancellation) is { Uniform: true, First: 8 or 16 or 32 } found ? found : bits;
    }

    private async ValueTask<(long First, bool Uniform)> FormatAsync(IfdEntries ifd, int samples, CancellationToken cancellation)
    {
        if (ifd[TiffTag.SampleFormat] is not { } entry || (entry is { Count: >= 1 } && entry.Type.IsInteger() && parser.Holds(entry)))
            return await UniformAsync(ifd, TiffTag.SampleFormat, (int)SampleFormat.Unsigned, samples, cancellation);
        notices.Add(ifd.Label, $"{entry} cannot be read ({entry.Count} of type {entry.Type}); samples were taken as unsigned integers");
        return ((long)SampleFormat.Unsigned, true);
    }

    private async ValueTask<(long First, bool Uniform)> UniformAsync(
        IfdEntries ifd, TiffTag tag, int otherwise, int samples, CancellationToken cancellation) =>
        ifd[tag] is { } entry ? await parser.UniformAsync(ifd, entry, samples, cancellation) : (otherwise, true);

    private OmeFsException Wrong(IfdEntries ifd, TiffTag tag, string what) =>
        new(FaultKind.Corrupt, $"{sourceName}: {ifd.Label} at offset {ifd.Offset}: tag {(ushort)tag} {tag}: {what}");
}
