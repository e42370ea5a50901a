namespace OmeFs.Core.Ome.Planes;

/// <summary>What plane maps ask of the files that planes lie in: which one a TiffData means, and what is in it.</summary>
public interface IPlaneFiles
{
    /// <summary>The file's place among all, from 0, or negative where it is not there.</summary>
    /// <param name="named">The default for the file that holds the document.</param>
    int IndexOf(TiffDataFile named);

    /// <summary>IFDs in the file's main chain; planes beyond it are in no IFD.</summary>
    int IfdCount(int file);

    /// <summary>IFDs in the main chains of all files.</summary>
    long AllIfds { get; }

    /// <summary>The file has lost IFDs at the end of its chain.</summary>
    bool IsCutShort(int file);

    /// <summary>As the TIFF's own tag has it, which wins over OME-XML. Asked only for IFDs that exist.</summary>
    int SamplesPerPixel(IfdPlace place);
}
