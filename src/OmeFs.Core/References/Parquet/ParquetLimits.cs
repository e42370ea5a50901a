namespace OmeFs.Core.References.Parquet;

/// <summary>Limits of references in Parquet. All are arbitrary.</summary>
internal static class ParquetLimits
{
    /// <summary>Bytes of `.zmetadata`, which is in memory as a whole.</summary>
    public const long MaxDocumentBytes = 64 << 20;

    /// <summary>Bytes of one `refs.K.parq`, which is read as a whole.</summary>
    public const long MaxFileBytes = 128 << 20;

    /// <summary>Bytes of the unpacked pages of one file.</summary>
    public const long MaxUnpackedBytes = 128 << 20;

    /// <summary>Rows of one file. kerchunk's default is 100,000, fsspec's 10,000.</summary>
    public const int MaxRecordRows = 2 << 20;

    /// <summary>Files of one array; 8 bytes are stored for each.</summary>
    public const int MaxFiles = 4_000_000;

    /// <summary>Bytes of the cache of files that were read, so that neighbouring keys need no further read. One file always takes less.</summary>
    public const long CacheBytes = 256 << 20;
}
