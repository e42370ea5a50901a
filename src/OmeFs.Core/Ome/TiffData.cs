namespace OmeFs.Core.Ome;

/// <summary>Which IFDs hold which planes, as one TiffData element says it.</summary>
/// <param name="Ifd">Absent is not zero: a TiffData with an IFD and no PlaneCount is one plane, one without either is all of them.</param>
/// <param name="Uuid">The text of the UUID child; null where the planes are in the file that says so.</param>
public readonly record struct TiffData(
    int? Ifd, int FirstZ, int FirstC, int FirstT, int? PlaneCount, string? Uuid = null, string? FileName = null);
