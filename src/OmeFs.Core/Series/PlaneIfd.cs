using OmeFs.Core.Tiff;

namespace OmeFs.Core.Series;

/// <summary>The IFD with a plane of a level, and its file. Planes of one level may be in files of different byte order or layout.</summary>
/// <param name="Plane">Index among the IFD's planes; see <see cref="IfdPlace.Plane"/>.</param>
internal readonly record struct PlaneIfd(TiffFile File, IfdRecord Record, int Plane = 0)
{
    public IfdLayout Layout => File.LayoutOf(Record);

    /// <summary>The byte order of samples in the file.</summary>
    public bool BigEndian => File.Header.BigEndian;
}
