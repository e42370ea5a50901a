namespace OmeFs.Core.Tiff;

/// <summary>What a file may claim before it is refused. All limits are arbitrary and far above real files, except where noted.</summary>
public static class TiffLimits
{
    /// <summary>Entries of one IFD. *Spec:* TIFF 6.0 counts them in 16 bits. BigTIFF counts in 64 bits, but gets the same limit.</summary>
    public const int MaxTags = 65_535;

    /// <summary>IFDs of the main chain and SubIFDs together.</summary>
    public const int MaxIfds = 100_000_000;

    /// <summary>Unreadable IFDs before the rest of the chain is treated as garbage.</summary>
    public const int MaxUnreadableIfds = 1024;

    /// <summary>Planes of one series without an IFD for each plane.</summary>
    public const int MaxPlanes = int.MaxValue;

    /// <summary>SubIFDs of one IFD: levels of a pyramid, previews.</summary>
    public const int MaxSubIfds = 256;

    /// <summary>Samples of one pixel. *Spec:* 16 bits.</summary>
    public const int MaxSamplesPerPixel = 65_535;

    /// <summary>Width or length of an image, and of a tile.</summary>
    public const int MaxSide = int.MaxValue - 65_536;

    /// <summary>Bytes of one segment that is shown as it is stored in the file.</summary>
    public const long MaxStoredSegmentBytes = 1L << 50;

    /// <summary>Encoded or decoded bytes of one segment that must be decoded: the longest array of .NET.</summary>
    public const int MaxSegmentBytes = 0x7FFF_FFC7;

    /// <summary>Bytes of a text tag such as ImageDescription, which holds the OME-XML.</summary>
    public const int MaxTextBytes = 512 * 1024 * 1024;

    /// <summary>Decoded bytes of a tile that may be outside the image: far more than for the tile of any thumbnail.</summary>
    public const long MaxBytesOutside = 64 << 20;
}
