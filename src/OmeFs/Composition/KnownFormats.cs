namespace OmeFs.Composition;

/// <summary>Tells by their first bytes what files are that omefs does not read, and what to do with them.</summary>
internal static class KnownFormats
{
    /// <summary>How many bytes are looked at.</summary>
    public const int Enough = 16;

    /// <returns>"is an xz file; unpack it first (unxz)"; null for what is not known.</returns>
    public static string? Advice(ReadOnlySpan<byte> start) => start switch
    {
        [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, ..] => "is an xz file; unpack it first (unxz)",
        [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', ..] => "is a bzip2 file; unpack it first (bunzip2)",
        [0x04, 0x22, 0x4D, 0x18, ..] => "is an lz4 file; unpack it first (unlz4)",
        [0x1F, 0x9D, ..] => "is a file of 'compress'; unpack it first (uncompress)",
        [0x5D, 0, 0, _, _, ..] => "is an lzma file, it seems; unpack it first (unlzma)",
        [(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C, ..] => "is a 7z archive; unpack it first (7z x)",
        [(byte)'P', (byte)'K', 3, 4, ..] or [(byte)'P', (byte)'K', 5, 6, ..] => "is a zip archive; unpack it first (unzip)",
        [(byte)'R', (byte)'a', (byte)'r', (byte)'!', ..] => "is a rar archive; unpack it first (unrar x)",
        [0x89, (byte)'H', (byte)'D', (byte)'F', ..] => "is an HDF5 file, which omefs does not read; kerchunk makes a reference document of it",
        [(byte)'P', (byte)'A', (byte)'R', (byte)'1', ..] => "is a Parquet file, which omefs does not read; a reference document in JSON expected",
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "is a PNG image, which omefs does not read; a TIFF expected",
        [0xFF, 0xD8, 0xFF, ..] => "is a JPEG image, which omefs does not read; a TIFF expected",
        [0, 0, 0, 12, (byte)'j', (byte)'P', ..] => "is a JPEG 2000 image, which omefs does not read; a TIFF expected",
        [(byte)'Z', (byte)'I', (byte)'S', (byte)'R', (byte)'A', (byte)'W', ..] => "is a Zeiss CZI file, which omefs does not read; bioformats2raw or bfconvert make OME-TIFF of it",
        [0xDA, 0xCE, 0xBE, 0x0A, ..] => "is a Nikon ND2 file, which omefs does not read; bfconvert makes OME-TIFF of it",
        [0x70, 0, 0, 0, _, ..] => "is a Leica LIF file, it seems, which omefs does not read; bfconvert makes OME-TIFF of it",
        _ => null,
    };
}
