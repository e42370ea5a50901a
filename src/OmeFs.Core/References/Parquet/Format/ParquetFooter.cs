using System.Buffers.Binary;
using System.Text;

namespace OmeFs.Core.References.Parquet.Format;

/// <summary>The metadata at the end of a Parquet file, as far as flat columns need them. *Spec:* parquet.thrift, "FileMetaData".</summary>
internal sealed class ParquetFooter
{
    /// <summary>Bytes of the mark at the start, the footer's length, and the mark at the end.</summary>
    private const int Frame = 12;

    /// <summary>Arbitrary; files of references have one row group and four columns.</summary>
    private const int MaxGroups = 10_000, MaxElements = 1_000;

    private const int Optional = 1, Repeated = 2;

    private readonly List<ParquetColumn> _columns = [];
    private readonly List<RowGroup> _groups = [];

    private ParquetFooter()
    {
    }

    /// <summary>The top-level columns that are neither repeated nor groups of columns.</summary>
    public IReadOnlyList<ParquetColumn> Columns => _columns;

    public IReadOnlyList<RowGroup> Groups => _groups;

    /// <summary>The number of rows of all groups.</summary>
    public long Rows { get; private set; }

    /// <param name="file">The whole file.</param>
    /// <exception cref="OmeFsException">It is not a Parquet file, or is damaged.</exception>
    public static ParquetFooter Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < Frame || !file.StartsWith("PAR1"u8))
            throw ParquetFault.Damaged(file.EndsWith("PARE"u8) ? "its footer is encrypted" : "does not begin with 'PAR1'");
        if (!file.EndsWith("PAR1"u8))
            throw ParquetFault.Damaged("does not end with 'PAR1': an unfinished copy or download?");
        var length = BinaryPrimitives.ReadUInt32LittleEndian(file[^8..]);
        if (length > file.Length - Frame)
            throw ParquetFault.Damaged($"the footer has {length} bytes, the file {file.Length}");
        var footer = new ParquetFooter();
        footer.ReadFile(file.Slice(file.Length - 8 - (int)length, (int)length));
        return footer;
    }

    private void ReadFile(ReadOnlySpan<byte> bytes)
    {
        var reader = new ThriftReader(bytes);
        for (var field = 0; reader.TryField(ref field, out var type);)
            if (field == 2)
                ReadSchema(ref reader, type);
            else if (field == 4)
                ReadGroups(ref reader, type);
            else
                reader.Skip(type);
    }

    /// <summary>The elements of a tree, each before its children; the first is its root.</summary>
    private void ReadSchema(ref ThriftReader reader, ThriftType type)
    {
        var count = reader.List(type, ThriftType.Struct);
        if (count > MaxElements)
            throw new OmeFsException(FaultKind.LimitExceeded, $"{count} columns; {MaxElements} at most are read");
        var within = 0L; // Elements of a group of columns.
        for (var i = 0; i < count; i++)
        {
            var (column, repetition, children) = ReadElement(ref reader);
            if (i > 0 && within == 0 && children == 0 && repetition != Repeated)
                _columns.Add(column with { IsOptional = repetition == Optional });
            if (i > 0)
                within = Math.Max(0, within - 1) + children;
        }
    }

    private static (ParquetColumn Column, int Repetition, int Children) ReadElement(ref ThriftReader reader)
    {
        var (column, repetition, children) = (default(ParquetColumn), 0, 0);
        for (var field = 0; reader.TryField(ref field, out var type);)
            switch (field)
            {
                case 1:
                    column = column with { Type = (PhysicalType)reader.Count(type) };
                    break;
                case 3:
                    repetition = reader.Count(type);
                    break;
                case 4:
                    column = column with { Name = Encoding.UTF8.GetString(reader.Binary(type)) };
                    break;
                case 5:
                    children = reader.Count(type);
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        return (column, repetition, children);
    }

    private void ReadGroups(ref ThriftReader reader, ThriftType type)
    {
        var count = reader.List(type, ThriftType.Struct);
        if (count > MaxGroups)
            throw new OmeFsException(FaultKind.LimitExceeded, $"{count} row groups; {MaxGroups} at most are read");
        for (; count > 0; count--)
        {
            var (rows, chunks) = (0L, new List<ColumnChunk>());
            for (var field = 0; reader.TryField(ref field, out var inner);)
                if (field == 1)
                    for (var left = reader.List(inner, ThriftType.Struct); left > 0; left--)
                        ReadChunk(ref reader, chunks);
                else if (field == 3)
                    rows = reader.Count(inner);
                else
                    reader.Skip(inner);
            _groups.Add(new RowGroup(rows, chunks));
            Rows += rows;
        }
    }

    /// <summary>Chunks of columns in groups of columns are skipped.</summary>
    private static void ReadChunk(ref ThriftReader reader, List<ColumnChunk> chunks)
    {
        for (var field = 0; reader.TryField(ref field, out var type);)
            if (field == 1)
                throw ParquetFault.Unsupported("a Parquet file whose columns are in other files");
            else if (field == 3)
                ReadMetadata(ref reader, type, chunks);
            else
                reader.Skip(type);
    }

    private static void ReadMetadata(ref ThriftReader reader, ThriftType outer, List<ColumnChunk> chunks)
    {
        ThriftReader.Must(outer, ThriftType.Struct);
        var (chunk, parts, data, dictionary) = (default(ColumnChunk), 0, 0L, 0L);
        for (var field = 0; reader.TryField(ref field, out var type);)
            switch (field)
            {
                case 1:
                    chunk = chunk with { Type = (PhysicalType)reader.Count(type) };
                    break;
                case 3:
                    parts = reader.List(type, ThriftType.Binary);
                    for (var part = 0; part < parts; part++)
                        chunk = chunk with { Name = Encoding.UTF8.GetString(reader.Binary(ThriftType.Binary)) };
                    break;
                case 4:
                    chunk = chunk with { Codec = reader.Count(type) };
                    break;
                case 5:
                    chunk = chunk with { Values = reader.Whole(type) };
                    break;
                case 7:
                    chunk = chunk with { Bytes = reader.Whole(type) };
                    break;
                case 9:
                    data = reader.Whole(type);
                    break;
                case 11:
                    dictionary = reader.Whole(type);
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        if (parts == 1)
            chunks.Add(chunk with { Start = dictionary > 0 ? Math.Min(dictionary, data) : data });
    }
}
