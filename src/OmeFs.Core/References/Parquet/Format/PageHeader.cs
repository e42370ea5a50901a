namespace OmeFs.Core.References.Parquet.Format;

/// <summary>The kind of a page of a column.</summary>
internal enum PageKind
{
    Data = 0,
    Index = 1,
    Dictionary = 2,
    DataV2 = 3,
}

/// <summary>The header before a page. *Spec:* parquet.thrift, "PageHeader".</summary>
/// <param name="Length">The length of this header, in bytes.</param>
/// <param name="Encoding">*Spec:* parquet.thrift, "Encoding".</param>
/// <param name="LevelEncoding">The encoding of the definition levels, in the first version of data pages.</param>
/// <param name="LevelBytes">Bytes of repetition and definition levels, in the second version.</param>
/// <param name="IsCompressed">Whether the values are compressed, in the second version.</param>
internal readonly record struct PageHeader(
    PageKind Kind, int Length, int Unpacked, int Packed, int Values, int Encoding, int LevelEncoding, int LevelBytes, bool IsCompressed)
{
    public static PageHeader Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new ThriftReader(bytes);
        var header = new PageHeader { IsCompressed = true };
        for (var field = 0; reader.TryField(ref field, out var type);)
            header = field switch
            {
                1 => header with { Kind = (PageKind)reader.Count(type) },
                2 => header with { Unpacked = reader.Count(type) },
                3 => header with { Packed = reader.Count(type) },
                5 => Data(ref reader, type, header),
                7 => Dictionary(ref reader, type, header),
                8 => DataV2(ref reader, type, header),
                _ => Skipped(ref reader, type, header),
            };
        return header with { Length = reader.Position };
    }

    private static PageHeader Data(ref ThriftReader reader, ThriftType outer, PageHeader header)
    {
        ThriftReader.Must(outer, ThriftType.Struct);
        for (var field = 0; reader.TryField(ref field, out var type);)
            header = field switch
            {
                1 => header with { Values = reader.Count(type) },
                2 => header with { Encoding = reader.Count(type) },
                3 => header with { LevelEncoding = reader.Count(type) },
                _ => Skipped(ref reader, type, header),
            };
        return header;
    }

    private static PageHeader Dictionary(ref ThriftReader reader, ThriftType outer, PageHeader header)
    {
        ThriftReader.Must(outer, ThriftType.Struct);
        for (var field = 0; reader.TryField(ref field, out var type);)
            header = field switch
            {
                1 => header with { Values = reader.Count(type) },
                2 => header with { Encoding = reader.Count(type) },
                _ => Skipped(ref reader, type, header),
            };
        return header;
    }

    private static PageHeader DataV2(ref ThriftReader reader, ThriftType outer, PageHeader header)
    {
        ThriftReader.Must(outer, ThriftType.Struct);
        var levels = 0L;
        for (var field = 0; reader.TryField(ref field, out var type);)
            if (field is 5 or 6)
                levels += reader.Count(type);
            else
                header = field switch
                {
                    1 => header with { Values = reader.Count(type) },
                    4 => header with { Encoding = reader.Count(type) },
                    7 => header with { IsCompressed = type == ThriftType.True },
                    _ => Skipped(ref reader, type, header),
                };
        return levels <= int.MaxValue ? header with { LevelBytes = (int)levels } : throw ParquetFault.Damaged("levels of more than 2^31 bytes");
    }

    private static PageHeader Skipped(ref ThriftReader reader, ThriftType type, PageHeader header)
    {
        reader.Skip(type);
        return header;
    }
}
