namespace OmeFs.Core.BinData;

/// <summary>What was done to a plane's bytes before they became base64.</summary>
public enum BinDataCompression
{
    None,
    Zlib,
    Bzip2,
}

/// <summary>One BinData: where its text lies in the source and what it holds.</summary>
/// <param name="BigEndian">Null where the element does not say it, as before 2008-09: then Pixels does.</param>
public readonly record struct BinDataElement(Base64Text Text, BinDataCompression Compression, bool? BigEndian);

/// <summary>The BinData of one Pixels element: a run of the document's.</summary>
/// <param name="Image">Position of the Image in the document.</param>
/// <param name="Number">Position of the Pixels in the Image: up to 2008-09 it could hold several.</param>
internal readonly record struct BinDataRun(int Image, int Number, int First, int Count);
