namespace OmeFs.Core;

/// <summary>
/// How many planes a description is believed to have. Whatever goes through all planes of an image takes as long as these are many, also if a few words
/// merely claim them. Sets with missing files, and acquisitions that were stopped, claim some times what there is; never a thousand times as much.
/// </summary>
internal static class PlaneClaims
{
    /// <summary>Arbitrary: a tree that size is listed in seconds.</summary>
    private const long Always = 1 << 20;

    /// <summary>Planes for each that is there. Arbitrary.</summary>
    private const long ForEach = 1024;

    /// <param name="there">IFDs, or other places of planes, that the source has.</param>
    public static long Most(long there) => Math.Min(int.MaxValue, Math.Max(Always, there * ForEach));
}
