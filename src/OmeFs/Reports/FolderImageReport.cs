namespace OmeFs.Reports;

/// <summary>An image of a folder, as `omefs inspect FOLDER` reports it.</summary>
/// <param name="Path">Where the image appears in a mount of the folder.</param>
/// <param name="File">The file, relative to the folder; for a set, the file that names it.</param>
/// <param name="Members">The other files of a set.</param>
/// <param name="Bytes">The size of all its files.</param>
/// <param name="Format">"BigTIFF, little-endian, 12 IFDs"; null if it cannot be shown.</param>
/// <param name="Series">The number of images in it.</param>
/// <param name="Shape">t, c, z, y, x of the first image.</param>
/// <param name="Fault">Why it cannot be shown.</param>
/// <param name="Notices">What was ignored, or taken to be otherwise.</param>
internal sealed record FolderImageReport(
    string Path,
    string File,
    IReadOnlyList<string> Members,
    long Bytes,
    string? Format,
    int Series,
    IReadOnlyList<int> Shape,
    string? Dtype,
    string? Fault,
    IReadOnlyList<string> Notices);
