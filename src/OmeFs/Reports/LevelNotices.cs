using System.Globalization;
using OmeFs.Core.Images;

namespace OmeFs.Reports;

/// <summary>
/// Notices of `inspect` about pyramids that a client draws wrongly. Viv, the library of Avivator, vizarr and Vitessce, assumes that level n is 2^n times
/// smaller.
/// </summary>
internal static class LevelNotices
{
    public static IEnumerable<string> Of(IReadOnlyList<ImageArrays> images) => images
        .Where(image => Enumerable.Range(1, image.Levels.Count - 1).Any(level => !IsHalved(image, level)))
        .Select(image => $"{(image.Path.Length == 0 ? "" : $"image {image.Path}: ")}the levels are {Factors(image)} times smaller than level 0; "
            + "Viv (Avivator, vizarr, Vitessce) draws levels that do not halve each time at the wrong size and place");

    /// <summary>Whether the size is halved with any rounding.</summary>
    private static bool IsHalved(ImageArrays image, int level)
    {
        var (full, here) = (image.Levels[0].Shape, image.Levels[level].Shape);
        return level < 31 && IsHalved(full.X, here.X, level) && IsHalved(full.Y, here.Y, level);
    }

    private static bool IsHalved(int full, int here, int level) => Math.Abs(((double)full / (1 << level)) - here) < 1;

    private static string Factors(ImageArrays image)
    {
        var factors = image.Levels.Skip(1).Select(level => ((double)image.Levels[0].Shape.X / level.Shape.X).ToString("0.#", CultureInfo.InvariantCulture)).ToList();
        return factors.Count == 1 ? factors[0] : $"{string.Join(", ", factors[..^1])} and {factors[^1]}";
    }
}
