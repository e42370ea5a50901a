using OmeFs.Core.Tiff;

namespace OmeFs.Core.Codecs.Native;

/// <summary>A tag's values as they are in the file, in its byte order.</summary>
internal readonly record struct TagValue(TiffTag Tag, TiffFieldType Type, long Count, ReadOnlyMemory<byte> Bytes);

/// <summary>
/// The tags of an IFD, besides its <see cref="IfdLayout"/>, that are needed to decode its segments. Two are equal if all their bytes are equal, so
/// IFDs with the same JPEGTables can share a codec.
/// </summary>
internal sealed class SegmentTags : IEquatable<SegmentTags>
{
    public static readonly SegmentTags None = new([]);

    /// <summary>The limit of all values together; far more than any table has. Arbitrary.</summary>
    private const int MaxTagBytes = 256 * 1024;

    private readonly TagValue[] _values;

    internal SegmentTags(TagValue[] values) => _values = values;

    /// <summary>The tags that are read.</summary>
    public static ReadOnlySpan<TiffTag> Wanted => [TiffTag.T4Options, TiffTag.T6Options, TiffTag.JpegTables, TiffTag.LercParameters];

    /// <summary>The value of a tag; null if there is none.</summary>
    public TagValue? this[TiffTag tag]
    {
        get
        {
            foreach (var value in _values)
                if (value.Tag == tag)
                    return value;
            return null;
        }
    }

    /// <summary>Reads them from the file; nothing is read for an IFD that has none.</summary>
    /// <exception cref="OmeFsException"><see cref="FaultKind.Corrupt"/>: a value is outside the file; <see cref="FaultKind.LimitExceeded"/>: it is too large.</exception>
    public static async Task<SegmentTags> ReadAsync(TiffFile file, IfdEntries ifd, Compression compression, CancellationToken cancellation = default)
    {
        var parser = new IfdParser(file.Source, file.Header);
        var values = new List<TagValue>();
        foreach (var tag in Wanted.ToArray())
            if (ifd[tag] is { } entry)
                values.Add(new TagValue(tag, entry.Type, entry.Count, await BytesAsync(parser, ifd, entry, cancellation)));
        if (compression == Compression.OldJpeg && await OldJpegTables.ReadAsync(file, ifd, parser, cancellation) is { } tables)
            values.Add(tables);
        return values.Count == 0 ? None : new SegmentTags([.. values]);
    }

    public bool Equals(SegmentTags? other)
    {
        if (other is null || other._values.Length != _values.Length)
            return false;
        for (var i = 0; i < _values.Length; i++)
        {
            var (mine, theirs) = (_values[i], other._values[i]);
            if (mine.Tag != theirs.Tag || mine.Type != theirs.Type || mine.Count != theirs.Count || !mine.Bytes.Span.SequenceEqual(theirs.Bytes.Span))
                return false;
        }
        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as SegmentTags);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var value in _values)
            hash.AddBytes(value.Bytes.Span);
        return hash.ToHashCode();
    }

    private static async ValueTask<byte[]> BytesAsync(IfdParser parser, IfdEntries ifd, IfdEntry entry, CancellationToken cancellation) =>
        entry.ByteLength <= MaxTagBytes
            ? await parser.BytesAsync(ifd, entry, cancellation)
            : throw new OmeFsException(
                FaultKind.LimitExceeded, $"{ifd.Label} at offset {ifd.Offset}: {entry}: at most {MaxTagBytes} bytes expected, found {entry.ByteLength}");
}
