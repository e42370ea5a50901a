using OmeFs.Core.Sources;

namespace OmeFs.Core.Tiff;

/// <summary>A TIFF or BigTIFF whose IFDs have been walked once. Knows where everything is stored, but no pixels. Immutable; safe from many threads.</summary>
/// <remarks>Ownership: the source belongs to the code that opened it, and must outlive this.</remarks>
public sealed class TiffFile
{
    private TiffFile(IByteSource source, TiffHeader header, IfdChain walk)
    {
        (Source, Header, Segments) = (source, header, new SegmentTable(source, header.BigEndian));
        (Ifds, SubIfds, Unreadable, Notices, IsCutShort, Lsm) = (walk.Ifds, walk.SubIfds, walk.Unreadable, walk.Notices, walk.IsCutShort, walk.Lsm);
        while (FirstWithPixels < Ifds.Count && !Ifds.LayoutOf(FirstWithPixels).HasSegments)
            FirstWithPixels++;
        FirstWithPixels %= Ifds.Count;
    }

    public IByteSource Source { get; }

    internal TiffHeader Header { get; }

    /// <summary>The IFDs of the main chain, in its order.</summary>
    public IfdTable Ifds { get; }

    /// <summary>The SubIFDs (tag 330) of all IFDs, found by <see cref="IfdRecord.FirstSub"/>.</summary>
    public IfdTable SubIfds { get; }

    /// <summary>Why some IFDs cannot be read. They keep their index among the others, and have no pixels.</summary>
    internal IReadOnlyDictionary<IfdLabel, OmeFsException> Unreadable { get; }

    /// <summary>Problems of this file that a user may want to know but that did not prevent opening it.</summary>
    public IReadOnlyList<string> Notices { get; }

    /// <summary>The first IFD of the main chain that has pixels; 0 if none has.</summary>
    public int FirstWithPixels { get; }

    /// <summary>The metadata of a Zeiss LSM; null for all other files.</summary>
    internal LsmInfo? Lsm { get; }

    /// <summary>The main chain ends at a missing or unreadable IFD: there may have been more.</summary>
    public bool IsCutShort { get; }

    /// <summary>Where the segments of each IFD are stored.</summary>
    internal SegmentTable Segments { get; }

    /// <summary>The layout of an IFD or SubIFD of this file.</summary>
    internal IfdLayout LayoutOf(in IfdRecord ifd) => Ifds.Layouts[ifd.Layout];

    /// <exception cref="OmeFsException">The file is not a TIFF, is truncated, or contradicts itself.</exception>
    public static async Task<TiffFile> OpenAsync(IByteSource source, CancellationToken cancellation = default)
    {
        var header = await HeaderAsync(source, cancellation);
        var walk = new IfdChain(source, header);
        await walk.WalkAsync(cancellation);
        await new WrappedOffsets(source, header, walk.Ifds, walk.SubIfds).UnwrapAsync(walk.Lsm, cancellation);
        return new TiffFile(source, header, walk);
    }

    /// <summary>The beginning of a text tag of the first IFD, without walking the chain; empty if there is no such tag.</summary>
    public static async Task<byte[]> FirstTextAsync(IByteSource source, TiffTag tag, int most, CancellationToken cancellation = default)
    {
        var header = await HeaderAsync(source, cancellation);
        var parser = new IfdParser(source, header);
        var first = await parser.ReadAsync(header.FirstIfd, new IfdLabel(0), new IfdEntries(), cancellation);
        return first[tag] is { Type: TiffFieldType.Ascii or TiffFieldType.Byte } entry && entry with { Count = Math.Min(entry.Count, most) } is var start && parser.Holds(start)
            ? await parser.BytesAsync(first, start, cancellation)
            : [];
    }

    /// <summary>The entries of one IFD, read again.</summary>
    internal async Task<IfdEntries> EntriesAsync(IfdRecord ifd, IfdLabel label, CancellationToken cancellation = default) =>
        await new IfdParser(Source, Header).ReadAsync(ifd.Offset, label, new IfdEntries(), cancellation);

    /// <summary>The bytes of a text tag without its trailing NULs. Null if the IFD has no such tag, or it cannot be read.</summary>
    internal async Task<byte[]?> TextAsync(IfdEntries ifd, TiffTag tag, CancellationToken cancellation = default) =>
        ifd[tag] is { } entry && Holds(entry) && entry.ByteLength <= TiffLimits.MaxTextBytes ? await TextAsync(ifd, entry, cancellation) : null;

    /// <summary>The bytes of a text entry without its trailing NULs.</summary>
    internal async Task<byte[]> TextAsync(IfdEntries ifd, IfdEntry entry, CancellationToken cancellation = default)
    {
        var bytes = await new IfdParser(Source, Header).BytesAsync(ifd, entry, cancellation);
        return bytes.AsSpan().TrimEnd((byte)0).ToArray();
    }

    /// <summary>Whether a tag's values are inside the file. Optional tags may point outside it.</summary>
    internal bool Holds(IfdEntry entry) => entry.ByteLength <= Source.Length && entry.ValueAt <= Source.Length - entry.ByteLength;

    /// <summary>The first value of a tag of any numeric type. Null if there is none, it is outside the file, or it is not finite.</summary>
    internal async Task<double?> RealAsync(IfdEntries ifd, TiffTag tag, CancellationToken cancellation = default) =>
        await RealsAsync(ifd, tag, 1, cancellation) is [var number] ? number : null;

    /// <summary>The first values of a tag of any numeric type. Null if they are not there, or one is not finite, such as x/0.</summary>
    internal async Task<double[]?> RealsAsync(IfdEntries ifd, TiffTag tag, int count, CancellationToken cancellation = default)
    {
        if (ifd[tag] is not { } entry || entry.Count < count || !entry.Type.IsNumber() || entry with { Count = count } is var first && !Holds(first))
            return null;
        var bytes = await new IfdParser(Source, Header).BytesAsync(ifd, first, cancellation);
        var numbers = new double[count];
        for (var i = 0; i < count; i++)
        {
            numbers[i] = new TiffReader(bytes, Header.BigEndian).Number(i * entry.Type.Width(), entry.Type);
            if (!double.IsFinite(numbers[i]))
                return null;
        }
        return numbers;
    }

    /// <summary>The values of an optional tag. Null if it is missing, not of an integer type, has more than <paramref name="most"/> values, or is outside the file.</summary>
    internal async Task<long[]?> NumbersAsync(IfdEntries ifd, TiffTag tag, int most, CancellationToken cancellation = default) =>
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
