namespace OmeFs.Core;

/// <summary>
/// The most planes that a description may claim. Work on all planes of an image takes time in proportion, even if only a few words claim them.
/// Sets with missing files, and stopped acquisitions, claim several times as many planes as there are; never a thousand times as many.
/// </summary>
internal static class PlaneClaims
{
    /// <summary>Always allowed. Arbitrary: a tree of that size is listed in seconds.</summary>
    private const long Always = 1 << 20;

    /// <summary>Planes allowed for each existing one. Arbitrary.</summary>
    private const long ForEach = 1024;

    /// <param name="there">IFDs of the source, or other places of planes.</param>
    public static long Most(long there) => Math.Min(int.MaxValue, Math.Max(Always, there * ForEach));
}
