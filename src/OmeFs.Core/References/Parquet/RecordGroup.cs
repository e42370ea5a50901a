using OmeFs.Core.References.Parquet.Format;
using OmeFs.Core.References.Records;

namespace OmeFs.Core.References.Parquet;

/// <summary>The references of one Parquet file, by row. Safe from many threads.</summary>
/// <param name="paths">The numbers of the rows' paths in <paramref name="urls"/>.</param>
/// <param name="raws">The numbers of the rows' own bytes in <paramref name="inline"/>, from 1 on.</param>
/// <param name="inline">Null for bytes that are base64 and cannot be decoded.</param>
/// <param name="weight">Bytes of memory, about.</param>
internal sealed class RecordGroup(
    int rows, UrlTable urls, ByteValues paths, WholeValues? offsets, WholeValues? sizes, IReadOnlyList<ReadOnlyMemory<byte>?> inline, ByteValues raws, long weight)
{
    public int Rows => rows;

    public long Weight => weight;

    /// <summary>The paths of its rows, by number; number 0 is none.</summary>
    public UrlTable Paths => urls;

    /// <summary>The number that the store's targets have for each path; 0 for those that were not asked for yet.</summary>
    public int[] TargetNumbers { get; } = new int[urls.Count];

    /// <summary>Bytes of the file itself come before a path, as fsspec has it.</summary>
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

    /// <summary>Its length is not 0: a client would not read an empty file, and so would not see the error.</summary>
    private static ReferenceRow Invalid => new(RowKind.Invalid, 0, 0, 1, default);
}
