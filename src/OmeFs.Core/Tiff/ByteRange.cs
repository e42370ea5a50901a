namespace OmeFs.Core.Tiff;

/// <summary>Where a segment lies in its file, in bytes. A segment at offset 0 or of no bytes is not there (sparse files).</summary>
public readonly record struct ByteRange(long Offset, long Length)
{
    public bool IsMissing => Offset == 0 || Length == 0;
}
