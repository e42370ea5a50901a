using OmeFs.Core.Sources;

namespace OmeFs.Core.Tiff;

/// <summary>Reads single IFDs and the values of their tags. Not thread-safe.</summary>
internal sealed class IfdParser(IByteSource source, TiffHeader header)
{
    private readonly SourceWindow _ifds = new(source);
    private readonly SourceWindow _values = new(source);

    private const string CutShort = "its offset is wrong, or the file is cut short (an unfinished copy or download?)";

    public TiffHeader Header => header;

    /// <summary>Reads the IFD at an offset into <paramref name="into"/>, which the next call overwrites.</summary>
    /// <exception cref="OmeFsException"><see cref="FaultKind.Corrupt"/>: it is past the end of the file, has no entries, or too many.</exception>
    public async ValueTask<IfdEntries> ReadAsync(long offset, IfdLabel label, IfdEntries into, CancellationToken cancellation)
    {
        if (offset > source.Length - header.CountWidth)
            throw Corrupt(label, offset, $"it is past the end of the file, which has {source.Length} bytes: {CutShort}");
        if (!_ifds.Holds(offset, header.CountWidth))
            await _ifds.EnsureAsync(offset, header.CountWidth, cancellation);
        var count = new TiffReader(_ifds.Span(offset, header.CountWidth), header.BigEndian).Unsigned(0, header.CountWidth);
        if (count is 0 or > TiffLimits.MaxTags)
            throw Corrupt(label, offset, $"1 to {TiffLimits.MaxTags} entries expected, found {count}");
        var entries = header.CountWidth + ((int)count * header.EntryWidth);
        if (offset > source.Length - entries)
            throw Corrupt(label, offset, $"{count} entries take {entries} bytes, but the file ends at {source.Length}: {CutShort}");
        var whole = (int)Math.Min(entries + header.OffsetWidth, source.Length - offset);
        if (!_ifds.Holds(offset, whole))
            await _ifds.EnsureAsync(offset, whole, cancellation);
        into.Read(label, offset, header, _ifds.Span(offset, whole), (int)count);
        return into;
    }

    /// <summary>Loads the bytes of a possible IFD into memory. False if the file ends before its end.</summary>
    public async ValueTask<bool> TryHoldAsync(long offset, int length, CancellationToken cancellation)
    {
        if (_ifds.Holds(offset, length))
            return true;
        if (offset > source.Length - length)
            return false;
        await _ifds.EnsureAsync(offset, length, cancellation);
        return true;
    }

    /// <summary>The bytes of an IFD that was just read or loaded; empty if they are not in memory.</summary>
    public ReadOnlySpan<byte> BytesOf(long offset, int length) => _ifds.Holds(offset, length) ? _ifds.Span(offset, length) : default;

    /// <summary>The single value of a tag such as ImageWidth; null if the IFD has no such tag.</summary>
    public async ValueTask<long?> ScalarAsync(IfdEntries ifd, TiffTag tag, CancellationToken cancellation)
    {
        if (ifd[tag] is not { } entry)
            return null;
        if (entry.First is { } first)
            return first > long.MaxValue ? long.MaxValue : (long)first;
        Expect(ifd, entry, entry.Count >= 1 && entry.Type.IsInteger(), "an unsigned number");
        return await UnsignedAsync(ifd, entry, 0, cancellation);
    }

    /// <summary>All values of a tag such as BitsPerSample, at most <paramref name="most"/>.</summary>
    public async ValueTask<long[]> UnsignedsAsync(IfdEntries ifd, IfdEntry entry, int most, CancellationToken cancellation)
    {
        Expect(ifd, entry, entry.Count >= 1 && entry.Type.IsInteger(), "unsigned numbers");
        Expect(ifd, entry, entry.Count <= most, $"at most {most} values");
        var values = new long[entry.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = await UnsignedAsync(ifd, entry, i, cancellation);
        return values;
    }

    /// <summary>Whether all values of a tag are the same, and the first one.</summary>
    public async ValueTask<(long First, bool Uniform)> UniformAsync(IfdEntries ifd, IfdEntry entry, int most, CancellationToken cancellation)
    {
        if (entry is { Count: 1, First: { } only })
            return ((long)Math.Min(only, long.MaxValue), true);
        Expect(ifd, entry, entry.Count >= 1 && entry.Type.IsInteger(), "unsigned numbers");
        var first = await UnsignedAsync(ifd, entry, 0, cancellation);
        for (var i = 1; i < Math.Min(entry.Count, most); i++)
            if (await UnsignedAsync(ifd, entry, i, cancellation) != first)
                return (first, false);
        return (first, true);
    }

    /// <summary>The raw bytes of a tag such as ImageDescription.</summary>
    public async ValueTask<byte[]> BytesAsync(IfdEntries ifd, IfdEntry entry, CancellationToken cancellation)
    {
        Expect(ifd, entry, entry.ByteLength <= TiffLimits.MaxTextBytes, $"at most {TiffLimits.MaxTextBytes} bytes");
        Expect(ifd, entry, Holds(entry), "values inside the file");
        var bytes = new byte[entry.ByteLength];
        await source.ReadAtAsync(entry.ValueAt, bytes, cancellation);
        return bytes;
    }

    /// <summary>Throws a fault of a tag of this IFD unless <paramref name="holds"/>.</summary>
    public void Expect(IfdEntries ifd, IfdEntry entry, bool holds, string expected)
    {
        if (!holds)
            throw Corrupt(
                ifd.Label, ifd.Offset, $"{entry}: {expected} expected, found {entry.Count} of type {entry.Type} at offset {entry.ValueAt}");
    }

    public OmeFsException Corrupt(IfdLabel label, long offset, string what) =>
        new(FaultKind.Corrupt, $"{source.Name}: {label} at offset {offset}: {what}");

    /// <summary>Whether a tag's values are inside the file.</summary>
    public bool Holds(IfdEntry entry) => IsInside(entry.ValueAt, entry.ByteLength);

    private bool IsInside(long offset, long length) => offset >= 0 && length <= source.Length && offset <= source.Length - length;

    private async ValueTask<long> UnsignedAsync(IfdEntries ifd, IfdEntry entry, int index, CancellationToken cancellation)
    {
        var width = entry.Type.Width();
        var at = entry.ValueAt + ((long)index * width);
        Expect(ifd, entry, IsInside(at, width), "values inside the file");
        if (!_values.Holds(at, width))
            await _values.EnsureAsync(at, width, cancellation);
        var value = new TiffReader(_values.Span(at, width), header.BigEndian).Unsigned(0, width);
        return value > long.MaxValue ? long.MaxValue : (long)value;
    }
}
