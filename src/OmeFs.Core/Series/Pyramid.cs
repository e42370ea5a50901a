using OmeFs.Core.Tiff;

namespace OmeFs.Core.Series;

/// <summary>Which IFDs are smaller versions of others.</summary>
internal static class Pyramid
{
    /// <summary>The SubIFDs that every one of these IFDs has, as a level: smaller, of the same type and proportions. Largest first.</summary>
    public static IReadOnlyList<(int Sub, IfdLayout Layout)> SubLevels(IReadOnlyList<TiffFile> files, IPlaneIndex planes, IfdLayout full)
    {
        List<(int Sub, IfdLayout Layout)>? common = null;
        foreach (var place in planes.Places)
        {
            var file = files[place.File];
            var record = file.Ifds[place.Ifd];
            common ??= [.. Enumerable.Range(0, record.SubCount).Select(sub => (sub, file.SubIfds.LayoutOf(record.FirstSub + sub)))];
            common.RemoveAll(level => level.Sub >= record.SubCount || !SameShape(file.SubIfds.LayoutOf(record.FirstSub + level.Sub), level.Layout));
            if (common.Count == 0)
                break;
        }
        return [.. (common ?? []).Where(level => IsReduction(full, level.Layout)).OrderByDescending(level => level.Layout.Width)];
    }

    /// <summary>Whether one image is a smaller version of another: same samples, and the same proportions to within two pixels.</summary>
    public static bool IsReduction(in IfdLayout full, in IfdLayout small)
    {
        if (small.Width > full.Width || small.Length > full.Length || (small.Width == full.Width && small.Length == full.Length))
            return false;
        var sameSamples = small.SamplesPerPixel == full.SamplesPerPixel && small.Depth == full.Depth && small.BitsPerSample == full.BitsPerSample
            && small.Format == full.Format && small.HasSegments;
        var byWidth = (double)small.Width * full.Length / full.Width;
        var byLength = (double)small.Length * full.Width / full.Length;
        return sameSamples && (Math.Abs(byWidth - small.Length) < 2 || Math.Abs(byLength - small.Width) < 2);
    }

    private static bool SameShape(in IfdLayout a, in IfdLayout b) => a.Width == b.Width && a.Length == b.Length;
}
