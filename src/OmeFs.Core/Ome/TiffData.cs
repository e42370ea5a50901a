namespace OmeFs.Core.Ome;

/// <summary>One TiffData element: which IFDs hold which planes.</summary>
/// <param name="Ifd">Null is not 0: a TiffData with IFD but no PlaneCount means one plane; without both it means all IFDs.</param>
/// <param name="Uuid">The text of the UUID child; null if the planes are in the file with the document.</param>
internal readonly record struct TiffData(
    int? Ifd, int FirstZ, int FirstC, int FirstT, int? PlaneCount, string? Uuid = null, string? FileName = null);
