using OmeFs.Core.References.Parquet.Format;
using OmeFs.Core.References.Records;

namespace OmeFs.Core.References.Parquet;

/// <summary>The references of one Parquet file, by row. Safe from many threads.</summary>
/// <param name="paths">The numbers of the rows' paths in <paramref name="urls"/>.</param>
/// <param name="raws">The numbers of the rows' inline bytes in <paramref name="inline"/>, from 1 on.</param>
/// <param name="inline">Null for base64 that cannot be decoded.</param>
/// <param name="weight">The approximate number of bytes in memory.</param>
internal sealed class RecordGroup(
    int rows, UrlTable urls, ByteValues paths, WholeValues? offsets, WholeValues? sizes, IReadOnlyList<ReadOnlyMemory<byte>?> inline, ByteValues raws, long weight)
{
    public int Rows => rows;

    public long Weight => weight;

    /// <summary>The paths of its rows, by number; number 0 means no path.</summary>
    public UrlTable Paths => urls;

    /// <summary>The number of each path's target in the store; 0 for paths that were not needed yet.</summary>
    public int[] TargetNumbers { get; } = new int[urls.Count];

    /// <summary>Inline bytes take precedence over a path, as in fsspec.</summary>
    /// <param name="row">Less than <see cref="Rows"/>.</param>
    public ReferenceRow this[int row]
    {
        get
        {
            if (raws[row] is > 0 and var number)
                return inline[number - 1] is { } bytes ? new ReferenceRow(RowKind.Inline, 0, 0, bytes.Length, bytes) : Invalid;
            if (paths[row] is not (> UrlTable.None and var path))
                return default;
            if (offsets is null || sizes is null || urls.Bytes(path).IsEmpty)
                return Invalid;
            var (offset, length) = (offsets[row], sizes[row]);
            if (offset < 0 || length < 0 || offset > long.MaxValue - length)
                return Invalid;
            return new ReferenceRow(offset == 0 && length == 0 ? RowKind.Whole : RowKind.Range, path, offset, length, default);
        }
    }

    /// <summary>Its length is not 0, because a client would not read an empty file and would miss the error.</summary>
    private static ReferenceRow Invalid => new(RowKind.Invalid, 0, 0, 1, default);
}
