namespace OmeFs.Core.Tiff;

/// <summary>Turns an IFD's entries into its <see cref="IfdLayout"/> and <see cref="IfdRecord"/>, or says what is wrong with them.</summary>
internal sealed class IfdLayoutReader(IfdParser parser, string sourceName)
{
    private const int ReducedImage = 1, Page = 2;
    private const int OldReducedImage = 2;
    private const int PhotometricYCbCr = 6;

    public async ValueTask<IfdLayout> ReadAsync(IfdEntries ifd, CancellationToken cancellation)
    {
        var width = await SideAsync(ifd, TiffTag.ImageWidth, cancellation);
        var length = await SideAsync(ifd, TiffTag.ImageLength, cancellation);
        var samples = await NumberAsync(ifd, TiffTag.SamplesPerPixel, 1, cancellation);
        if (samples is < 1 or > TiffLimits.MaxSamplesPerPixel)
            throw Wrong(ifd, TiffTag.SamplesPerPixel, $"1 to {TiffLimits.MaxSamplesPerPixel} expected, found {samples}");
        var (bits, equalBits) = await UniformAsync(ifd, TiffTag.BitsPerSample, 1, samples, cancellation);
        var (format, equalFormats) = await UniformAsync(ifd, TiffTag.SampleFormat, 1, samples, cancellation);
        var photometric = await NumberAsync(ifd, TiffTag.Photometric, -1, cancellation);
        var compression = Compressions.Canonical((ushort)Math.Min(await NumberAsync(ifd, TiffTag.Compression, 1, cancellation), ushort.MaxValue));
        var (tiled, segmentWidth, segmentLength) = await SegmentShapeAsync(ifd, width, length, cancellation);
        var subfile = await NumberAsync(ifd, TiffTag.NewSubfileType, 0, cancellation);
        return new IfdLayout(
            width,
            length,
            await DepthAsync(ifd, TiffTag.ImageDepth, cancellation),
            samples,
            equalBits ? (int)Math.Min(bits, ushort.MaxValue) : 0,
            (SampleFormat)Math.Min(format, ushort.MaxValue),
            !equalFormats,
            compression,
            photometric,
            compression == Compression.None ? Predictor.None : (Predictor)Math.Min(await NumberAsync(ifd, TiffTag.Predictor, 1, cancellation), ushort.MaxValue),
            samples > 1 && await NumberAsync(ifd, TiffTag.PlanarConfiguration, 1, cancellation) == 2,
            await NumberAsync(ifd, TiffTag.FillOrder, 1, cancellation) == 2,
            IsReduced(ifd, subfile),
            photometric == PhotometricYCbCr && await SubsampledAsync(ifd, cancellation),
            Offsets(ifd) is not null,
            tiled,
            segmentWidth,
            segmentLength)
        {
            Purpose = subfile & ~(ReducedImage | Page),
            SegmentDepth = tiled ? await DepthAsync(ifd, TiffTag.TileDepth, cancellation) : 1,
        };
    }

    /// <summary>Where the segment tables lie; checks that they are inside the file and long enough, but does not read them.</summary>
    public IfdRecord Record(IfdEntries ifd, in IfdLayout layout, int layoutIndex, long sourceLength)
    {
        if (Offsets(ifd) is not { } offsets)
            return new IfdRecord(ifd.Offset, -1, -1, layoutIndex, -1, 0, 0, 0);
        CheckTable(ifd, offsets, layout, sourceLength);
        if (Counts(ifd) is not { } counts)
        {
            if (layout.Compression != Compression.None)
                throw Wrong(ifd, TiffTag.StripByteCounts, $"missing, but the {layout.SegmentWord}s are compressed ({layout.Compression.Title()})");
            return new IfdRecord(ifd.Offset, offsets.ValueAt, -1, layoutIndex, -1, (byte)offsets.Type.Width(), 0, 0);
        }
        CheckTable(ifd, counts, layout, sourceLength);
        return new IfdRecord(
            ifd.Offset, offsets.ValueAt, counts.ValueAt, layoutIndex, -1, (byte)offsets.Type.Width(), (byte)counts.Type.Width(), 0);
    }

    private static IfdEntry? Offsets(IfdEntries ifd) => ifd[TiffTag.TileOffsets] ?? ifd[TiffTag.StripOffsets];

    private static IfdEntry? Counts(IfdEntries ifd) => ifd[TiffTag.TileByteCounts] ?? ifd[TiffTag.StripByteCounts];

    private void CheckTable(IfdEntries ifd, IfdEntry table, in IfdLayout layout, long sourceLength)
    {
        parser.Expect(ifd, table, table.Type.IsInteger(), "unsigned numbers");
        parser.Expect(ifd, table, table.Count >= layout.SegmentCount, $"{layout.SegmentCount} values, one a {layout.SegmentWord},");
        var bytes = table.ByteLength;
        parser.Expect(
            ifd, table, bytes <= sourceLength && table.ValueAt <= sourceLength - bytes, $"a table inside the file of {sourceLength} bytes");
    }

    private async ValueTask<(bool Tiled, int Width, int Length)> SegmentShapeAsync(
        IfdEntries ifd, int width, int length, CancellationToken cancellation)
    {
        if (ifd[TiffTag.TileWidth] is not null || ifd[TiffTag.TileOffsets] is not null)
            return (true, await SideAsync(ifd, TiffTag.TileWidth, cancellation), await SideAsync(ifd, TiffTag.TileLength, cancellation));
        var rows = await parser.ScalarAsync(ifd, TiffTag.RowsPerStrip, cancellation) ?? length;
        return (false, width, rows is 0 ? length : (int)Math.Min(rows, length));
    }

    private async ValueTask<bool> SubsampledAsync(IfdEntries ifd, CancellationToken cancellation)
    {
        if (ifd[TiffTag.YCbCrSubsampling] is not { } entry)
            return true; // *Spec:* TIFF 6.0 section 21, the default is 2, 2
        var (first, uniform) = await parser.UniformAsync(ifd, entry, 2, cancellation);
        return !uniform || first != 1;
    }

    /// <summary>By NewSubfileType, or if that says nothing by the tag before it (SubfileType: 1 full, 2 reduced, 3 a page).</summary>
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
        (int)Math.Clamp(await parser.ScalarAsync(ifd, tag, cancellation) ?? 1, 1, TiffLimits.MaxSide);

    private async ValueTask<int> NumberAsync(IfdEntries ifd, TiffTag tag, int otherwise, CancellationToken cancellation) =>
        (int)Math.Min(await parser.ScalarAsync(ifd, tag, cancellation) ?? otherwise, int.MaxValue);

    private async ValueTask<(long First, bool Uniform)> UniformAsync(
        IfdEntries ifd, TiffTag tag, int otherwise, int samples, CancellationToken cancellation) =>
        ifd[tag] is { } entry ? await parser.UniformAsync(ifd, entry, samples, cancellation) : (otherwise, true);

    private OmeFsException Wrong(IfdEntries ifd, TiffTag tag, string what) =>
        new(FaultKind.Corrupt, $"{sourceName}: {ifd.Label} at offset {ifd.Offset}: tag {(ushort)tag} {tag}: {what}");
}
