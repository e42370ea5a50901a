namespace OmeFs.Core.References;

/// <summary>How a reference document is packed.</summary>
public enum ReferencePacking
{
    Plain,
    Gzip,
    Zstd,
}
