namespace OmeFs.Core.References.Parquet.Format;

/// <summary>A column of the top level, as a file's schema has it.</summary>
/// <param name="IsOptional">Whether values may be null.</param>
internal readonly record struct ParquetColumn(string Name, PhysicalType Type, bool IsOptional);

/// <summary>Where the values of one column of one row group are.</summary>
/// <param name="Codec">*Spec:* parquet.thrift, "CompressionCodec".</param>
/// <param name="Start">Of its first page, from the file's start.</param>
/// <param name="Values">Nulls included.</param>
internal readonly record struct ColumnChunk(string Name, PhysicalType Type, int Codec, long Start, long Bytes, long Values);

/// <summary>Rows that are stored together.</summary>
internal sealed record RowGroup(long Rows, IReadOnlyList<ColumnChunk> Chunks);
