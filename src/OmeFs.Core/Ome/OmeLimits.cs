namespace OmeFs.Core.Ome;

/// <summary>Limits on an OME-XML document. All numbers are arbitrary unless a reason is given.</summary>
internal static class OmeLimits
{
    /// <summary>Characters of a whole document: ten million TiffData elements with UUID and FileName have about 2·10⁹.</summary>
    public const long MaxDocumentCharacters = 4L << 30;

    /// <summary>Characters of one tag that are read, because XmlReader holds a whole tag in memory. Only shapes of ROIs have longer tags.</summary>
    public const int MaxTagCharacters = 1 << 20;

    /// <summary>Characters of one tag that are copied into METADATA.ome.xml.</summary>
    public const int MaxCopiedTagCharacters = 32 << 20;

    /// <summary>Characters kept of an element's text (UUID, AcquisitionDate); the rest is not read into memory.</summary>
    public const int MaxTextCharacters = 4096;

    /// <summary>Depth of elements. The deepest path of the schema has about twelve; XMLAnnotation may nest freely.</summary>
    public const int MaxDepth = 128;

    public const int MaxImages = 1_000_000;

    public const int MaxPlates = 1_000_000;

    /// <summary>Channels of one image, and SizeC.</summary>
    public const int MaxChannels = 1_000_000;

    /// <summary>TiffData elements of one document, at 24 bytes each.</summary>
    public const int MaxTiffData = 20_000_000;

    /// <summary>Distinct (UUID, FileName) pairs of one document: the files of a set.</summary>
    public const int MaxFiles = 1_000_000;

    /// <summary>Files that are opened to find a UUID if no name leads to it.</summary>
    public const int MaxScannedFiles = 20_000;

    /// <summary>Bytes in which a document's root tag is searched; some writers put a comment of half a kilobyte before it.</summary>
    public const int RootBytes = 16 << 10;

    /// <summary>SizeZ · SizeC · SizeT. An IFD number is an int.</summary>
    public const long MaxPlanes = int.MaxValue;

    /// <summary>SamplesPerPixel is a SHORT in TIFF 6.0.</summary>
    public const int MaxSamplesPerPixel = ushort.MaxValue;

    /// <summary>Characters of one Channel element that is split into one element per sample.</summary>
    public const int MaxChannelCharacters = 1 << 20;

    /// <summary>Bytes of a METADATA.ome.xml, which is kept in memory.</summary>
    public const int MaxMetadataBytes = 256 << 20;
}
