namespace OmeFs.Core.References.Parquet.Format;

/// <summary>Faults of Parquet files. The code that opened the file adds its name.</summary>
internal static class ParquetFault
{
    public static OmeFsException Damaged(string what) => new(FaultKind.Corrupt, $"damaged Parquet: {what}");

    public static OmeFsException Unsupported(string what) => new(FaultKind.Unsupported, $"{what} cannot be read; write the references again with fsspec's or pyarrow's defaults");
}
