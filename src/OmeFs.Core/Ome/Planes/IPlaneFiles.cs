namespace OmeFs.Core.Ome.Planes;

/// <summary>What plane maps need to know of the files with the planes: which file a TiffData names, and its IFDs.</summary>
internal interface IPlaneFiles
{
    /// <summary>The index of the file, from 0; negative if the file is not there.</summary>
    /// <param name="named">The default stands for the file with the document.</param>
    int IndexOf(TiffDataFile named);

    /// <summary>IFDs in the file's main chain. A plane with a higher IFD number has no IFD.</summary>
    int IfdCount(int file);

    /// <summary>IFDs in the main chains of all files.</summary>
    long AllIfds { get; }

    /// <summary>The file has lost IFDs at the end of its chain.</summary>
    bool IsCutShort(int file);

    /// <summary>The TIFF's SamplesPerPixel, which wins over the OME-XML. Only called for IFDs that exist.</summary>
    int SamplesPerPixel(IfdPlace place);
}
