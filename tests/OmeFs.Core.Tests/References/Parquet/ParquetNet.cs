using global::Parquet;
using global::Parquet.Schema;

namespace OmeFs.Core.Tests.References.Parquet;

/// <summary>Writes files of references by Parquet.Net, which shares no code with omefs.</summary>
internal static class ParquetNet
{
    public static readonly CompressionMethod[] Compressions = [CompressionMethod.None, CompressionMethod.Snappy, CompressionMethod.Gzip, CompressionMethod.Zstd];

    /// <param name="groups">Row groups.</param>
    public static async Task<byte[]> WriteAsync(IReadOnlyList<Row> rows, CompressionMethod compression = CompressionMethod.Zstd, bool dictionary = true, int groups = 1)
    {
        var (path, offset, size, raw) = (new DataField<string>("path"), new DataField<long>("offset"), new DataField<long>("size"), new DataField<byte[]>("raw"));
        var options = new ParquetOptions { CompressionMethod = compression };
        if (dictionary)
            options.ColumnEncodingHints["path"] = EncodingHint.Dictionary;
        using var stream = new MemoryStream();
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(path, offset, size, raw), stream, options))
            foreach (var part in rows.Chunk((rows.Count + groups - 1) / groups))
            {
                using var group = writer.CreateRowGroup();
                await group.WriteAsync(path, (string?[])[.. part.Select(row => row.Path)]);
                await group.WriteAsync<long>(offset, (long[])[.. part.Select(row => row.Offset)]);
                await group.WriteAsync<long>(size, (long[])[.. part.Select(row => row.Size)]);
                await group.WriteAsync(raw, (byte[]?[])[.. part.Select(row => row.Raw)]);
            }
        return stream.ToArray();
    }
}
