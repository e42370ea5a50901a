using System.Runtime.InteropServices;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]

namespace OmeFs.Core.Codecs.Native;

/// <summary>
/// The functions of native/omefs_codecs.h. The library is searched next to the program, then as the system does. Pointers are to memory that is
/// pinned for the call; the library keeps none.
/// </summary>
internal static unsafe partial class Binding
{
    public const string Library = "omefs_codecs";

    /// <summary>For JPEG XL only.</summary>
    public const string JxlLibrary = "omefs_jxl";

    /// <summary>The OMEFS_CODECS_VERSION of this binding.</summary>
    public const int Version = 6;

    [LibraryImport(Library, EntryPoint = "omefs_codecs_version")]
    public static partial int CodecsVersion();

    [LibraryImport(Library, EntryPoint = "omefs_codecs_libraries")]
    public static partial byte* CodecsLibraries();

    [LibraryImport(Library, EntryPoint = "omefs_tiff_has_codec")]
    public static partial int TiffHasCodec(ushort compression);

    [LibraryImport(Library, EntryPoint = "omefs_tiff_open")]
    public static partial TiffHandle TiffOpen(byte* tiff, nuint size, byte* message, nuint messageSize);

    [LibraryImport(Library, EntryPoint = "omefs_tiff_segment_size")]
    public static partial long TiffSegmentSize(TiffHandle handle);

    [LibraryImport(Library, EntryPoint = "omefs_tiff_decode")]
    public static partial long TiffDecode(
        TiffHandle handle, byte* encoded, nuint encodedSize, byte* decoded, nuint decodedSize, byte* message, nuint messageSize);

    [LibraryImport(Library, EntryPoint = "omefs_tiff_close")]
    public static partial void TiffClose(nint handle);

    [LibraryImport(Library, EntryPoint = "omefs_tiff_file_open", StringMarshalling = StringMarshalling.Utf8)]
    public static partial TiffFileHandle TiffFileOpen(string path, byte* message, nuint messageSize);

    [LibraryImport(Library, EntryPoint = "omefs_tiff_file_go")]
    public static partial int TiffFileGo(TiffFileHandle handle, ulong offset, out LibTiffIfd ifd, byte* message, nuint messageSize);

    [LibraryImport(Library, EntryPoint = "omefs_tiff_file_read")]
    public static partial long TiffFileRead(
        TiffFileHandle handle, uint x, uint y, uint sample, byte* decoded, nuint decodedSize, byte* message, nuint messageSize);

    [LibraryImport(Library, EntryPoint = "omefs_tiff_file_close")]
    public static partial void TiffFileClose(nint handle);

    [LibraryImport(Library, EntryPoint = "omefs_tiff_file_chain")]
    public static partial long TiffFileChain(TiffFileHandle handle, ulong* offsets, ulong most);

    [LibraryImport(Library, EntryPoint = "omefs_tiff_file_subs")]
    public static partial long TiffFileSubs(TiffFileHandle handle, ulong offset, ulong* offsets, ulong most);

    [LibraryImport(Library, EntryPoint = "omefs_tiff_file_description")]
    public static partial long TiffFileDescription(TiffFileHandle handle, byte* text, ulong most);

    [LibraryImport(Library, EntryPoint = "omefs_inflate")]
    public static partial int Inflate(byte* encoded, nuint encodedSize, byte* decoded, nuint decodedSize);

    [LibraryImport(Library, EntryPoint = "omefs_j2k_decode")]
    public static partial long J2kDecode(
        in J2kSegment segment, byte* encoded, nuint encodedSize, byte* decoded, nuint decodedSize, byte* message, nuint messageSize);

    [LibraryImport(JxlLibrary, EntryPoint = "omefs_jxl_version")]
    public static partial int JxlVersion();

    [LibraryImport(JxlLibrary, EntryPoint = "omefs_jxl_libraries")]
    public static partial byte* JxlLibraries();

    [LibraryImport(JxlLibrary, EntryPoint = "omefs_jxl_decode")]
    public static partial long JxlDecode(
        in ImageSegment segment, byte* encoded, nuint encodedSize, byte* decoded, nuint decodedSize, byte* message, nuint messageSize);

    /// <summary>omefs_j2k_segment.</summary>
    public readonly record struct J2kSegment(uint Width, uint Height, uint Samples, uint BytesPerSample, int YCbCr);
}
