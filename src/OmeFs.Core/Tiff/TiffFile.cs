using OmeFs.Core.Sources;

namespace OmeFs.Core.Tiff;

/// <summary>A TIFF or BigTIFF whose IFDs have been walked once: what lies where, nothing of the pixels. Immutable; safe from many threads.</summary>
/// <remarks>Ownership: the source belongs to whoever opened it and must outlive this.</remarks>
public sealed class TiffFile
{
    private TiffFile(IByteSource source, TiffHeader header, IfdTable ifds, IfdTable subIfds, IReadOnlyList<string> notices) =>
        (Source, Header, Ifds, SubIfds, Notices, Segments) = (source, header, ifds, subIfds, notices, new SegmentTable(source, header.BigEndian));

    public IByteSource Source { get; }

    public TiffHeader Header { get; }

    /// <summary>The IFDs of the main chain, in its order.</summary>
    public IfdTable Ifds { get; }

    /// <summary>The SubIFDs (tag 330) of all IFDs, found by <see cref="IfdRecord.FirstSub"/>.</summary>
    public IfdTable SubIfds { get; }

    /// <summary>What a person may want to know of this file that was no reason to refuse it.</summary>
    public IReadOnlyList<string> Notices { get; }

    /// <summary>Where the segments of each IFD lie.</summary>
    internal SegmentTable Segments { get; }

    /// <summary>The layout of an IFD or SubIFD of this file.</summary>
    public IfdLayout LayoutOf(in IfdRecord ifd) => Ifds.Layouts[ifd.Layout];

    /// <exception cref="OmeFsException">No TIFF, truncated, or one that contradicts itself.</exception>
    public static async Task<TiffFile> OpenAsync(IByteSource source, CancellationToken cancellation = default)
    {
        var header = await HeaderAsync(source, cancellation);
        var walk = new IfdChain(source, header);
        await walk.WalkAsync(cancellation);
        return new TiffFile(source, header, walk.Ifds, walk.SubIfds, walk.Notices);
    }

    /// <summary>The start of a text tag of a TIFF's first IFD, for which nothing else is walked; empty where there is no such tag.</summary>
    public static async Task<byte[]> FirstTextAsync(IByteSource source, TiffTag tag, int most, CancellationToken cancellation = default)
    {
        var header = await HeaderAsync(source, cancellation);
        var parser = new IfdParser(source, header);
        var first = await parser.ReadAsync(header.FirstIfd, new IfdLabel(0), new IfdEntries(), cancellation);
        return first[tag] is { Type: TiffFieldType.Ascii or TiffFieldType.Byte } entry
            ? await parser.BytesAsync(first, entry with { Count = Math.Min(entry.Count, most) }, cancellation)
            : [];
    }

    /// <summary>The entries of one IFD, read again.</summary>
    public async Task<IfdEntries> EntriesAsync(IfdRecord ifd, IfdLabel label, CancellationToken cancellation = default) =>
        await new IfdParser(Source, Header).ReadAsync(ifd.Offset, label, new IfdEntries(), cancellation);

    /// <summary>The bytes of a text tag of an IFD without its trailing NULs, or null where it has no such tag.</summary>
    public async Task<byte[]?> TextAsync(IfdEntries ifd, TiffTag tag, CancellationToken cancellation = default) =>
        ifd[tag] is { } entry ? await TextAsync(ifd, entry, cancellation) : null;

    /// <summary>The same of an entry of the IFD.</summary>
    public async Task<byte[]> TextAsync(IfdEntries ifd, IfdEntry entry, CancellationToken cancellation = default)
    {
        var bytes = await new IfdParser(Source, Header).BytesAsync(ifd, entry, cancellation);
        return bytes.AsSpan().TrimEnd((byte)0).ToArray();
    }

    /// <summary>Whether a tag's values lie inside the file. Of a tag that is no more than nice to have they need not.</summary>
    public bool Holds(IfdEntry entry) => entry.ByteLength <= Source.Length && entry.ValueAt <= Source.Length - entry.ByteLength;

    /// <summary>The first value of a RATIONAL tag, or null where there is none, its denominator is 0, or it lies outside of the file.</summary>
    public async Task<double?> RationalAsync(IfdEntries ifd, TiffTag tag, CancellationToken cancellation = default) =>
        ifd[tag] is { Type: TiffFieldType.Rational } && await RealsAsync(ifd, tag, 1, cancellation) is [var number] ? number : null;

    /// <summary>The first values of a tag of rationals or whole numbers; null where they are not there, or one has the denominator 0.</summary>
    public async Task<double[]?> RealsAsync(IfdEntries ifd, TiffTag tag, int count, CancellationToken cancellation = default)
    {
        if (ifd[tag] is not { } entry || entry.Count < count || !Holds(entry))
            return null;
        var first = entry with { Count = count };
        if (entry.Type != TiffFieldType.Rational)
            return entry.Type.IsInteger()
                ? [.. (await new IfdParser(Source, Header).UnsignedsAsync(ifd, first, count, cancellation)).Select(number => (double)number)]
                : null;
        var bytes = await new IfdParser(Source, Header).BytesAsync(ifd, first, cancellation);
        var numbers = new double[count];
        for (var i = 0; i < count; i++)
        {
            var reader = new TiffReader(bytes.AsSpan(i * 2 * sizeof(uint)), Header.BigEndian);
            if (reader.UInt32(sizeof(uint)) == 0)
                return null;
            numbers[i] = (double)reader.UInt32(0) / reader.UInt32(sizeof(uint));
        }
        return numbers;
    }

    /// <summary>The numbers of a tag that is no more than nice to have: null where it is missing, no whole numbers, more than <paramref name="most"/>, or outside of the file.</summary>
    public async Task<long[]?> NumbersAsync(IfdEntries ifd, TiffTag tag, int most, CancellationToken cancellation = default) =>
        ifd[tag] is { Count: >= 1 } entry && entry.Type.IsInteger() && entry.Count <= most && Holds(entry)
            ? await new IfdParser(Source, Header).UnsignedsAsync(ifd, entry, most, cancellation)
            : null;

    private static async ValueTask<TiffHeader> HeaderAsync(IByteSource source, CancellationToken cancellation)
    {
        var start = new byte[(int)Math.Min(source.Length, TiffHeader.BigTiffLength)];
        await source.ReadAtAsync(0, start, cancellation);
        return TiffHeader.Parse(start, source.Name);
    }
}
