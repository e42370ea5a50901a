using System.Buffers;
using System.Buffers.Text;
using System.Text.Unicode;
using OmeFs.Core.References.Parquet.Format;
using OmeFs.Core.References.Records;
using OmeFs.Core.Sources;

namespace OmeFs.Core.References.Parquet;

/// <summary>Reads a file of references. *Spec:* fsspec, LazyReferenceMapper: columns path, offset, size and raw, some of which may be absent.</summary>
internal sealed class RecordFile
{
    /// <summary>Bytes stored per row besides its texts: two numbers and two positions.</summary>
    private const int BytesPerRow = (2 * sizeof(long)) + (2 * sizeof(int));

    /// <summary>Bytes stored per path or value besides its own bytes: entries in lists and a table, and an array's header. *Measured*, and rounded up.</summary>
    private const int BytesPerPath = 140, BytesPerValue = 40;

    private readonly ReadOnlyMemory<byte> _file;
    private readonly ParquetFooter _footer;
    private readonly PageUnpacker _unpacker;
    private readonly UrlTable _urls = new();
    private readonly List<ReadOnlyMemory<byte>?> _inline = [];

    /// <summary>Bytes of decoded base64 values, which are arrays of their own.</summary>
    private long _decoded;

    private RecordFile(ReadOnlyMemory<byte> file, ParquetFooter footer)
    {
        (_file, _footer) = (file, footer);
        _unpacker = new PageUnpacker(Math.Min(ParquetLimits.MaxUnpackedBytes, UnpackLimits.OfDocument(file.Length)));
    }

    /// <param name="file">The whole file.</param>
    /// <param name="most">The most rows that it may have.</param>
    /// <exception cref="OmeFsException">It is damaged, not of this kind, or too large.</exception>
    public static RecordGroup Read(ReadOnlyMemory<byte> file, long most)
    {
        var footer = ParquetFooter.Read(file.Span);
        if (footer.Rows > most)
            throw new OmeFsException(FaultKind.Corrupt, $"has {footer.Rows} rows; {most} at most expected ('record_size' in .zmetadata)");
        if (footer.Rows > ParquetLimits.MaxRecordRows)
            throw new OmeFsException(FaultKind.LimitExceeded, $"has {footer.Rows} rows; {ParquetLimits.MaxRecordRows} at most are read at once: write the references with a smaller record_size");
        return new RecordFile(file, footer).Read((int)footer.Rows);
    }

    private RecordGroup Read(int rows)
    {
        var (paths, raws, offsets, sizes) = (new ByteValues(rows, NumberOfPath), new ByteValues(rows, NumberOfRaw), new WholeValues(rows), new WholeValues(rows));
        var hasAny = TryRead("path", paths) | TryRead("raw", raws);
        var hasRanges = TryRead("offset", offsets) & TryRead("size", sizes);
        if (!hasAny)
            throw ParquetFault.Damaged("neither a column 'path' nor a column 'raw'");
        if (_urls.Count > 1 && !hasRanges)
            throw ParquetFault.Damaged("a column 'path' without columns 'offset' and 'size'");
        return new RecordGroup(rows, _urls, paths, hasRanges ? offsets : null, hasRanges ? sizes : null, _inline, raws, Weight(rows));
    }

    private long Weight(int rows)
    {
        var weight = ((long)rows * BytesPerRow) + _unpacker.Total + _decoded + ((long)_inline.Count * BytesPerValue) + ((long)_urls.Count * BytesPerPath);
        for (var url = 0; url < _urls.Count; url++)
            weight += _urls.Bytes(url).Length;
        return weight;
    }

    /// <summary>False if there is no such column.</summary>
    private bool TryRead(string name, ColumnValues into)
    {
        if (_footer.Columns.FirstOrDefault(column => column.Name == name) is not { Name: not null } column)
            return false;
        var row = 0;
        foreach (var group in _footer.Groups)
        {
            if (group.Chunks.FirstOrDefault(chunk => chunk.Name == name) is not { Name: not null } chunk)
                throw ParquetFault.Damaged($"a row group without the column '{name}'");
            new ColumnReader(_file, column, chunk, _unpacker, into).Read(row, (int)group.Rows);
            row += (int)group.Rows;
        }
        return true;
    }

    private int NumberOfPath(ReadOnlyMemory<byte> path) => path.Length > 0 && Utf8.IsValid(path.Span) ? _urls.Intern(path.Span) : _urls.Invalid();

    private int NumberOfRaw(ReadOnlyMemory<byte> raw)
    {
        _inline.Add(raw.Span.StartsWith("base64:"u8) ? Decoded(raw["base64:"u8.Length..].Span) : raw);
        return _inline.Count;
    }

    private ReadOnlyMemory<byte>? Decoded(ReadOnlySpan<byte> text)
    {
        var decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        _decoded += decoded.Length + BytesPerValue;
        return Base64.DecodeFromUtf8(text, decoded, out _, out var length) == OperationStatus.Done ? decoded.AsMemory(0, length) : null;
    }
}
