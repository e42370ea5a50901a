using System.Buffers.Binary;

namespace OmeFs.Core.References.Parquet.Format;

/// <summary>Reads one column of one row group, page by page. *Spec:* Parquet format, "Data pages"; flat columns only. For one thread.</summary>
/// <param name="file">The whole file.</param>
internal sealed class ColumnReader(ReadOnlyMemory<byte> file, ParquetColumn column, ColumnChunk chunk, PageUnpacker unpacker, ColumnValues into)
{
    private const int Plain = 0, PlainDictionary = 2, Runs = 3, RunDictionary = 8;

    private int[] _levels = [], _rows = [], _numbers = [];

    /// <param name="firstRow">The first row of the row group.</param>
    /// <param name="rows">The number of rows of the row group.</param>
    /// <exception cref="OmeFsException">The column is damaged, or stored in a way that is not supported.</exception>
    public void Read(int firstRow, int rows)
    {
        if (chunk.Values != rows || chunk.Start < 0 || chunk.Type != column.Type)
            throw ParquetFault.Damaged($"the column '{column.Name}' has {chunk.Values} values at {chunk.Start}, of the type {chunk.Type}; {rows} of the type {column.Type} expected");
        var at = chunk.Start;
        for (var read = 0; read < rows;)
        {
            if (at >= file.Length)
                throw ParquetFault.Damaged($"the column '{column.Name}' ends after {read} of {rows} values");
            var header = PageHeader.Read(file.Span[(int)at..]);
            at += header.Length;
            if (header.Packed > file.Length - at)
                throw ParquetFault.Damaged($"a page of the column '{column.Name}' of {header.Packed} bytes at {at}, the file has {file.Length}");
            read += ReadPage(header, file.Slice((int)at, header.Packed), firstRow + read, rows - read);
            at += header.Packed;
        }
    }

    /// <returns>The number of rows of the page.</returns>
    private int ReadPage(PageHeader header, ReadOnlyMemory<byte> page, int row, int most)
    {
        switch (header.Kind)
        {
            case PageKind.Dictionary:
                into.SetDictionary(column.Type, unpacker.Unpack(chunk.Codec, page, header.Unpacked), header.Values);
                return 0;
            case PageKind.Data or PageKind.DataV2 when header.Values > most:
                throw ParquetFault.Damaged($"a page of the column '{column.Name}' has {header.Values} values, {most} expected at most");
            case PageKind.Data:
                ReadData(header, page, row);
                return header.Values;
            case PageKind.DataV2:
                ReadDataV2(header, page, row);
                return header.Values;
            default:
                return 0;
        }
    }

    private void ReadData(PageHeader header, ReadOnlyMemory<byte> page, int row)
    {
        var bytes = unpacker.Unpack(chunk.Codec, page, header.Unpacked);
        var levels = ReadOnlyMemory<byte>.Empty;
        if (column.IsOptional)
        {
            if (header.LevelEncoding != Runs)
                throw ParquetFault.Unsupported("Parquet with definition levels in deprecated packed bits");
            if (bytes.Length < sizeof(uint) || BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span) is var length && length > bytes.Length - sizeof(uint))
                throw ParquetFault.Damaged("definition levels end early");
            levels = bytes.Slice(sizeof(uint), (int)length);
            bytes = bytes[(sizeof(uint) + (int)length)..];
        }
        ReadValues(header, bytes, RowsOf(levels.Span, header.Values, row));
    }

    private void ReadDataV2(PageHeader header, ReadOnlyMemory<byte> page, int row)
    {
        if (header.LevelBytes > Math.Min(page.Length, header.Unpacked))
            throw ParquetFault.Damaged("definition levels end early");
        var (levels, values) = (page[..header.LevelBytes], page[header.LevelBytes..]);
        var bytes = unpacker.Unpack(header.IsCompressed && !values.IsEmpty ? chunk.Codec : 0, values, header.Unpacked - header.LevelBytes);
        ReadValues(header, bytes, RowsOf(levels.Span, header.Values, row));
    }

    /// <summary>The rows of a page that are not null.</summary>
    private ReadOnlySpan<int> RowsOf(ReadOnlySpan<byte> levels, int count, int row)
    {
        if (_rows.Length < count)
            (_rows, _levels, _numbers) = (new int[count], new int[count], new int[count]);
        if (column.IsOptional)
            RunReader.Read(levels, 1, _levels.AsSpan(0, count));
        var defined = 0;
        for (var i = 0; i < count; i++)
            if (!column.IsOptional || _levels[i] == 1)
                _rows[defined++] = row + i;
        return _rows.AsSpan(0, defined);
    }

    private void ReadValues(PageHeader header, ReadOnlyMemory<byte> bytes, ReadOnlySpan<int> rows)
    {
        if (rows.IsEmpty)
            return;
        switch (header.Encoding)
        {
            case Plain:
                into.AddPlain(column.Type, bytes, rows);
                break;
            case PlainDictionary or RunDictionary:
                if (bytes.IsEmpty)
                    throw ParquetFault.Damaged("a page without its width of numbers");
                var numbers = _numbers.AsSpan(0, rows.Length);
                RunReader.Read(bytes.Span[1..], bytes.Span[0], numbers);
                into.AddNumbered(numbers, rows);
                break;
            default:
                throw ParquetFault.Unsupported($"Parquet in the encoding {header.Encoding}");
        }
    }
}
