using OmeFs.Core;

namespace OmeFs.Composition;

/// <summary>Recognises files that omefs does not read by their first bytes, so that the message can name the format and say what to do.</summary>
internal static class ForeignFormats
{
    /// <summary>Bytes that are enough for the signature with the greatest offset (NIfTI, at 344).</summary>
    public const int Enough = 512;

    /// <summary>Bytes of a classic TIFF's header.</summary>
    private const int Shortest = 8;

    private const string Readable = "omefs reads TIFF, OME-TIFF, OME-XML and references (JSON, Parquet)";
    private const string Convert = "convert it with bioformats2raw, or export it as OME-TIFF";
    private const string Unpack = "unpack it and name the file in it";
    private const string NoImage = "it holds no TIFF";

    /// <summary>The first match counts, so more specific formats come first.</summary>
    private static readonly Format[] Known =
    [
        new("a Zeiss CZI file", Convert, 0, "ZISRAWFILE"u8),
        new("a Nikon ND2 file", Convert, 0, [0xDA, 0xCE, 0xBE, 0x0A]),
        new("a JPEG 2000 file (or an older Nikon ND2)", Convert, 4, [0x6A, 0x50, 0x20, 0x20, 0x0D, 0x0A, 0x87, 0x0A]),
        new("a Leica LIF or LOF file", Convert, 0, [0x70, 0, 0, 0], at: 8, also: [0x2A]),
        new("an HDF5 file (.h5, Imaris .ims, BigDataViewer, MINC)", Convert, 0, [0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A]),
        new("a NetCDF file", Convert, 0, "CDF"u8),
        new("an Olympus OIB, Zeiss ZVI or other OLE file", Convert, 0, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]),
        new("the pixel file of an Olympus VSI slide (.ets)", Convert, 0, "SIS\0"u8),
        new("a DICOM file", Convert, 128, "DICM"u8),
        new("an MRC or CCP4 file", Convert, 208, "MAP "u8),
        new("a Gatan DM3 file", Convert, 0, [0, 0, 0, 3], at: 8, also: [0, 0, 0]),
        new("a Gatan DM4 file", Convert, 0, [0, 0, 0, 4, 0, 0, 0, 0]),
        new("a DeltaVision file", Convert, 96, [0xA0, 0xC0]),
        new("a DeltaVision file", Convert, 96, [0xC0, 0xA0]),
        new("an ICS file", Convert, 0, "ics_version"u8),
        new("an NRRD file", Convert, 0, "NRRD"u8),
        new("a NIfTI file", Convert, 344, "n+1\0"u8),
        new("a FITS file", Convert, 0, "SIMPLE  ="u8),
        new("an Andor SIF file", Convert, 0, "Andor Technology"u8),
        new("an Imspector MSR or OBF file", Convert, 0, "OMAS_BF"u8),
        new("a NumPy file", "write it as OME-TIFF (tifffile.imwrite) or as Zarr", 0, [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y']),
        new("a JPEG picture", Convert, 0, [0xFF, 0xD8, 0xFF]),
        new("a PNG picture", Convert, 0, [0x89, (byte)'P', (byte)'N', (byte)'G']),
        new("a GIF picture", Convert, 0, "GIF8"u8),
        new("a BMP picture", Convert, 0, "BM"u8, at: 14, also: [0x28, 0, 0, 0]),
        new("a WebP picture", Convert, 8, "WEBP"u8),
        new("an AVI film", Convert, 8, "AVI "u8),
        new("an MP4, QuickTime or HEIF file", Convert, 4, "ftyp"u8),
        new("a Photoshop file", Convert, 0, "8BPS"u8),
        new("an OpenEXR file", Convert, 0, [0x76, 0x2F, 0x31, 0x01]),
        new("a JPEG XR file", Convert, 0, [(byte)'I', (byte)'I', 0xBC]),
        new("a JPEG XL file", Convert, 0, [0xFF, 0x0A]),
        new("a camera's raw file (Panasonic)", Convert, 0, "IIU\0"u8),
        new("a camera's raw file (Olympus)", Convert, 0, "IIR"u8),
        new("a ZIP archive", Unpack + "; a .zarr.zip is Zarr already: open it directly", 0, [(byte)'P', (byte)'K', 3, 4]),
        new("a 7z archive", Unpack, 0, [(byte)'7', (byte)'z', 0xBC, 0xAF]),
        new("a RAR archive", Unpack, 0, "Rar!"u8),
        new("an xz archive", Unpack, 0, [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0]),
        new("a bzip2 archive", Unpack, 0, "BZh"u8),
        new("an LZ4 archive", Unpack, 0, [0x04, 0x22, 0x4D, 0x18]),
        new("a tar archive", Unpack, 257, "ustar"u8),
        new("a Parquet file", "references in Parquet are a folder of such files with a .zmetadata: name that folder", 0, "PAR1"u8),
        new("a PDF document", NoImage, 0, "%PDF"u8),
        new("a SQLite database", NoImage, 0, "SQLite format 3"u8),
        new("a program", NoImage, 0, [0x7F, (byte)'E', (byte)'L', (byte)'F']),
        new("a Git LFS pointer, not the file itself", "fetch the file with 'git lfs pull'", 0, "version https://git-lfs"u8),
        new("a git-annex pointer, not the file itself", "fetch the file with 'git annex get'", 0, "/annex/objects/"u8),
    ];

    private static readonly Format Page = new("a web page, not the file itself", "the download failed or needs a log-in; download it again", 0, default);

    /// <summary>Refuses a file of another format, by name.</summary>
    /// <param name="start">The first <see cref="Enough"/> bytes, or all bytes of a shorter file.</param>
    /// <param name="length">Bytes of the whole file.</param>
    /// <exception cref="OmeFsException">It has one of these formats, or an unknown one.</exception>
    public static void MustNotBe(string path, ReadOnlySpan<byte> start, long length)
    {
        if (length == 0)
            throw new OmeFsException(FaultKind.Corrupt, $"{path}: the file is empty (0 bytes): an unfinished copy or download?");
        if (IsTiff(start))
            return;
        if (length < Shortest && IsBeginningOfTiff(start))
            throw new OmeFsException(FaultKind.Corrupt, $"{path}: the file ends after {length} byte{(length == 1 ? "" : "s")}: an unfinished copy or download?");
        if (Find(start) is { } format)
            throw new OmeFsException(FaultKind.Unsupported, $"{path}: this is {format.Name}; {Readable}; {format.Advice}");
        if (!start.ContainsAnyExcept((byte)0))
            throw new OmeFsException(FaultKind.Corrupt, $"{path}: begins with zeros, not with a TIFF header: an unfinished copy or download?");
    }

    private static Format? Find(ReadOnlySpan<byte> start)
    {
        foreach (var format in Known)
            if (format.Fits(start))
                return format;
        return IsPage(start) ? Page : null;
    }

    private static bool IsPage(ReadOnlySpan<byte> start)
    {
        var text = (start.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? start[3..] : start).TrimStart(" \t\r\n"u8);
        return StartsWith(text, "<!doctype html"u8) || StartsWith(text, "<html"u8);
    }

    /// <summary>Ignores case.</summary>
    private static bool StartsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower) =>
        text.Length >= lower.Length && System.Text.Ascii.EqualsIgnoreCase(text[..lower.Length], lower);

    /// <summary>*Spec:* TIFF 6.0 section 2, BigTIFF: byte order, then 42 or 43.</summary>
    private static bool IsTiff(ReadOnlySpan<byte> start) => start.Length >= Shortest && (
        start.StartsWith("II*\0"u8) || start.StartsWith("MM\0*"u8) || start.StartsWith("II+\0"u8) || start.StartsWith("MM\0+"u8));

    private static bool IsBeginningOfTiff(ReadOnlySpan<byte> start) =>
        "II*\0"u8.StartsWith(start[..Math.Min(4, start.Length)]) || "MM\0*"u8.StartsWith(start[..Math.Min(4, start.Length)])
        || "II+\0"u8.StartsWith(start[..Math.Min(4, start.Length)]) || "MM\0+"u8.StartsWith(start[..Math.Min(4, start.Length)]);

    /// <param name="offset">Offset of <paramref name="mark"/>, in bytes.</param>
    /// <param name="at">Offset of <paramref name="also"/>, in bytes.</param>
    /// <param name="also">A second signature, if the first one is not specific enough.</param>
    private sealed class Format(string name, string advice, int offset, ReadOnlySpan<byte> mark, int at = 0, ReadOnlySpan<byte> also = default)
    {
        private readonly byte[] _mark = mark.ToArray(), _also = also.ToArray();

        public string Name { get; } = name;

        public string Advice { get; } = advice;

        public bool Fits(ReadOnlySpan<byte> start) => Has(start, offset, _mark) && Has(start, at, _also);

        private static bool Has(ReadOnlySpan<byte> start, int at, byte[] mark) => start.Length >= at + mark.Length && start[at..].StartsWith(mark);
    }
}
