namespace OmeFs.Core.Ome;

/// <summary>Consecutive planes in DimensionOrder which lie in consecutive IFDs.</summary>
/// <param name="First">The first plane's ordinal.</param>
/// <param name="FirstIfd">The IFD of the first plane, or <see cref="Elsewhere"/> for planes in another file.</param>
internal readonly record struct PlaneRun(long First, long Count, long FirstIfd)
{
    public const long Elsewhere = -1;

    public long End => First + Count;

    public long IfdOf(long ordinal) => FirstIfd == Elsewhere ? Elsewhere : FirstIfd + (ordinal - First);

    /// <summary>Whether <paramref name="next"/> goes on where this run ends, in planes and in IFDs.</summary>
    public bool IsContinuedBy(in PlaneRun next) =>
        next.First == End && (FirstIfd == Elsewhere ? next.FirstIfd == Elsewhere : next.FirstIfd == FirstIfd + Count);

    public PlaneRun Between(long start, long end) => new(start, end - start, IfdOf(start));
}
