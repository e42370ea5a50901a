namespace OmeFs.Core.BinData;

/// <summary>The compression of a plane's bytes before base64.</summary>
public enum BinDataCompression
{
    None,
    Zlib,
    Bzip2,
}

/// <summary>One BinData: where its text is stored in the source, and how to decode it.</summary>
/// <param name="BigEndian">Null if the element does not say it, as before 2008-09: then Pixels says it.</param>
internal readonly record struct BinDataElement(Base64Text Text, BinDataCompression Compression, bool? BigEndian);

/// <summary>The BinData of one Pixels element: consecutive elements of the document.</summary>
/// <param name="Image">Index of the Image in the document.</param>
/// <param name="Number">Index of the Pixels in the Image: up to 2008-09 an Image could have several.</param>
internal readonly record struct BinDataRun(int Image, int Number, int First, int Count);
