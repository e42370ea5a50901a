namespace OmeFs.Core.Ome.Planes;

/// <summary>Consecutive planes in DimensionOrder that are stored in consecutive IFDs of one file.</summary>
/// <param name="First">The first plane's ordinal.</param>
/// <param name="File">The file, or <see cref="NoFile"/> for planes in a file that is not there.</param>
/// <param name="FirstIfd">The IFD of the first plane; 0 in a file that is not there.</param>
internal readonly record struct PlaneRun(long First, long Count, int File, long FirstIfd)
{
    public const int NoFile = -1;

    public long End => First + Count;

    /// <summary>Whether <paramref name="next"/> continues this run, in planes and in IFDs.</summary>
    public bool IsContinuedBy(in PlaneRun next) => next.First == End && next.File == File && next.FirstIfd == IfdOf(End);

    public PlaneRun Between(long start, long end) => new(start, end - start, File, IfdOf(start));

    public long IfdOf(long ordinal) => File == NoFile ? 0 : FirstIfd + (ordinal - First);
}
