namespace OmeFs.Core.Tiff;

/// <summary>
/// Recognises IFDs that differ from an earlier one only in where their segments are stored. The IFDs of one acquisition usually do, and
/// comparing a few hundred bytes is faster than parsing them.
/// </summary>
/// <remarks>*Invariant:* parsing an IFD that matches would give the same <see cref="IfdLayout"/>.</remarks>
internal sealed class IfdTemplate
{
    private readonly TiffHeader _header;
    private readonly byte[] _bytes;
    private readonly Part[] _parts;
    private readonly IfdRecord _record;
    private readonly long _sourceLength;

    private IfdTemplate(TiffHeader header, byte[] bytes, Part[] parts, IfdRecord record, long sourceLength) =>
        (_header, _bytes, _parts, _record, _sourceLength) = (header, bytes, parts, record, sourceLength);

    /// <summary>Which part of an entry must be the same.</summary>
    private enum Part : byte
    {
        /// <summary>The tag alone: the value does not affect the layout.</summary>
        Tag,

        /// <summary>The whole entry: the layout depends on it.</summary>
        All,

        /// <summary>Tag, type and count; the value is where the segment offsets are.</summary>
        Offsets,

        /// <summary>Tag, type and count; the value is where the byte counts are.</summary>
        Counts,
    }

    /// <summary>Bytes of an IFD that can match.</summary>
    public int Length => _bytes.Length;

    /// <summary>A template of an IFD; null if similar IFDs must be parsed one by one, because they have SubIFDs or no segments.</summary>
    /// <param name="bytes">The whole IFD, with the offset of the next one.</param>
    public static IfdTemplate? Of(TiffHeader header, IfdEntries ifd, ReadOnlySpan<byte> bytes, IfdRecord record, long sourceLength)
    {
        var count = (bytes.Length - header.CountWidth - header.OffsetWidth) / header.EntryWidth;
        if (ifd[TiffTag.SubIfds] is not null || record.OffsetsAt < 0 || bytes.Length != header.CountWidth + (count * header.EntryWidth) + header.OffsetWidth)
            return null;
        var reader = new TiffReader(bytes, header.BigEndian);
        var parts = new Part[count];
        for (var i = 0; i < count; i++)
            parts[i] = PartOf((TiffTag)reader.UInt16(header.CountWidth + (i * header.EntryWidth)));
        var once = parts.Count(part => part == Part.Offsets) == 1 && parts.Count(part => part == Part.Counts) == (record.CountsAt < 0 ? 0 : 1);
        return once ? new IfdTemplate(header, bytes.ToArray(), parts, record, sourceLength) : null;
    }

    /// <param name="offset">Offset of the IFD in the file.</param>
    /// <param name="bytes"><see cref="Length"/> bytes from there on.</param>
    /// <param name="next">Offset of the next IFD.</param>
    public bool Matches(long offset, ReadOnlySpan<byte> bytes, out IfdRecord record, out long next)
    {
        var reader = new TiffReader(bytes, _header.BigEndian);
        (record, next) = (_record with { Offset = offset }, 0);
        if (!bytes[.._header.CountWidth].SequenceEqual(_bytes.AsSpan(0, _header.CountWidth)))
            return false;
        var at = _header.CountWidth;
        foreach (var part in _parts)
        {
            var same = part switch
            {
                Part.Tag => sizeof(ushort),
                Part.All => _header.EntryWidth,
                _ => _header.EntryWidth - _header.OffsetWidth,
            };
            if (!bytes.Slice(at, same).SequenceEqual(_bytes.AsSpan(at, same)))
                return false;
            if (part == Part.Offsets)
                record = record with { OffsetsAt = TableAt(reader, offset, at, _record.OffsetWidth) };
            else if (part == Part.Counts)
                record = record with { CountsAt = TableAt(reader, offset, at, _record.CountWidth) };
            at += _header.EntryWidth;
        }
        next = ToOffset(reader.Unsigned(at, _header.OffsetWidth));
        return record.OffsetsAt >= 0 && (_record.CountsAt < 0 || record.CountsAt >= 0);
    }

    private static Part PartOf(TiffTag tag) => tag switch
    {
        TiffTag.StripOffsets or TiffTag.TileOffsets => Part.Offsets,
        TiffTag.StripByteCounts or TiffTag.TileByteCounts => Part.Counts,
        TiffTag.NewSubfileType or TiffTag.SubfileType or TiffTag.ImageWidth or TiffTag.ImageLength or TiffTag.BitsPerSample or TiffTag.Compression
            or TiffTag.Photometric or TiffTag.FillOrder or TiffTag.SamplesPerPixel or TiffTag.RowsPerStrip or TiffTag.PlanarConfiguration
            or TiffTag.Predictor or TiffTag.TileWidth or TiffTag.TileLength or TiffTag.SampleFormat or TiffTag.YCbCrSubsampling or TiffTag.ImageDepth or TiffTag.TileDepth => Part.All,
        _ => Part.Tag,
    };

    /// <summary>The offset of a table's values, or -1 if they are not inside the file.</summary>
    private long TableAt(TiffReader reader, long ifdOffset, int entryAt, int width)
    {
        var valueAt = entryAt + _header.EntryWidth - _header.OffsetWidth;
        var count = ToOffset(reader.Unsigned(entryAt + (2 * sizeof(ushort)), _header.OffsetWidth));
        if (count <= _header.OffsetWidth / width)
            return ifdOffset + valueAt;
        var at = ToOffset(reader.Unsigned(valueAt, _header.OffsetWidth));
        return at <= _sourceLength - (count * width) ? at : -1;
    }

    private static long ToOffset(ulong value) => (long)Math.Min(value, long.MaxValue);
}
