using OmeFs.Core.Sources;

namespace OmeFs.Core.Tiff;

/// <summary>
/// Refuses Hamamatsu's NDPI by name. It is a classic TIFF with its own kind of 64-bit offsets. Each of its levels is a single JPEG, too large
/// for any decoder.
/// </summary>
internal static class NdpiFault
{
    private const string Extension = ".ndpi";

    public static OmeFsException Of(IByteSource source) => new(
        FaultKind.Unsupported,
        $"{source.Name}: a Hamamatsu NDPI slide, which omefs does not read. Convert it to OME-TIFF (bioformats2raw and raw2ometiff), or to a pyramidal TIFF "
        + "(vips tiffsave --tile --pyramid)");

    /// <summary>
    /// Whether a file without an IFD at its first 32-bit offset is an NDPI beyond 4 GiB, whose header has a 64-bit offset.
    /// </summary>
    public static async ValueTask<bool> IsNdpiAsync(IByteSource source, TiffHeader header, CancellationToken cancellation)
    {
        if (header.BigTiff || header.BigEndian)
            return false;
        if (source.Name.EndsWith(Extension, StringComparison.OrdinalIgnoreCase))
            return true;
        var start = new byte[TiffHeader.ClassicLength + sizeof(uint)];
        if (source.Length < start.Length)
            return false;
        await source.ReadAtAsync(0, start, cancellation);
        var offset = new TiffReader(start, false).UInt64(TiffHeader.ClassicLength - sizeof(uint));
        if (offset > (ulong)source.Length)
            return false;
        try
        {
            return (await new IfdParser(source, header).ReadAsync((long)offset, new IfdLabel(0), new IfdEntries(), cancellation))[TiffTag.NdpiFormat] is not null;
        }
        catch (OmeFsException fault) when (fault.Kind == FaultKind.Corrupt)
        {
            return false;
        }
    }
}
