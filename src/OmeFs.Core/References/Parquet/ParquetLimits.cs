namespace OmeFs.Core.References.Parquet;

/// <summary>Bounds of references in Parquet. All are arbitrary.</summary>
internal static class ParquetLimits
{
    /// <summary>`.zmetadata`: it is in memory as a whole.</summary>
    public const long MaxDocumentBytes = 64 << 20;

    /// <summary>One `refs.K.parq`: it is read as a whole.</summary>
    public const long MaxFileBytes = 128 << 20;

    /// <summary>What the pages of one file may unpack to.</summary>
    public const long MaxUnpackedBytes = 128 << 20;

    /// <summary>Rows of one file. kerchunk's default is 100,000, fsspec's 10,000.</summary>
    public const int MaxRecordRows = 2 << 20;

    /// <summary>Files of one array: 8 bytes are kept of each.</summary>
    public const int MaxFiles = 4_000_000;

    /// <summary>What is kept of files that were read, so that a key beside the last one costs nothing. One file is always less than this.</summary>
    public const long CacheBytes = 256 << 20;
}
