using OmeFs.Core.Tiff;

namespace OmeFs.Core.Series;

/// <summary>The IFD with a plane of a level, and the file it lies in: planes of one level may lie in files of another byte order or layout.</summary>
/// <param name="Plane">Which of the IFD's planes; see <see cref="IfdPlace.Plane"/>.</param>
public readonly record struct PlaneIfd(TiffFile File, IfdRecord Record, int Plane = 0)
{
    public IfdLayout Layout => File.LayoutOf(Record);

    /// <summary>How the samples of this plane are ordered in its file.</summary>
    public bool BigEndian => File.Header.BigEndian;
}
