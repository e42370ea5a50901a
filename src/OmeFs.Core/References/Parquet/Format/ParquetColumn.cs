namespace OmeFs.Core.References.Parquet.Format;

/// <summary>A top-level column of a file's schema.</summary>
/// <param name="IsOptional">Whether values may be null.</param>
internal readonly record struct ParquetColumn(string Name, PhysicalType Type, bool IsOptional);

/// <summary>Where the values of one column of one row group are.</summary>
/// <param name="Codec">*Spec:* parquet.thrift, "CompressionCodec".</param>
/// <param name="Start">Offset of its first page in the file.</param>
/// <param name="Values">The number of values, including nulls.</param>
internal readonly record struct ColumnChunk(string Name, PhysicalType Type, int Codec, long Start, long Bytes, long Values);

/// <summary>Rows that are stored together.</summary>
internal sealed record RowGroup(long Rows, IReadOnlyList<ColumnChunk> Chunks);
