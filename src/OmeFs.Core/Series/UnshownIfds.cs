using System.Collections;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Series;

/// <summary>IFDs of one file that no image shows, for one reason.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Ifds">In words: "IFD 3-9, 12", "SubIFD 0 of IFD 1, 3, ..., 99".</param>
public sealed record UnshownIfds(string File, string Ifds, long Count, string Reason);

/// <summary>
/// Finds the IFDs that no level of any series uses, however the series were found, so that nothing in a file is omitted silently. The cost grows
/// with the number of IFDs, so this is for `inspect`, not for a mount.
/// </summary>
public static class UnshownIfdSurvey
{

    /// <summary>Reasons that are listed separately. Arbitrary: more than a user reads.</summary>
    private const int MostReasons = 20;

    public static IReadOnlyList<UnshownIfds> Of(SeriesSet set)
    {
        var uses = set.Files.Distinct().ToDictionary(file => file, file => new Use(new BitArray(file.Ifds.Count), new BitArray(file.SubIfds.Count)));
        foreach (var series in set.Series)
            Mark(series, uses);
        var leftOut = set.Files.Distinct().ToDictionary(file => file, _ => new Dictionary<IfdLabel, string>());
        foreach (var (series, why) in set.LeftOut)
            foreach (var (ifd, label) in series.Levels.SelectMany(level => level.Ifds))
                if (leftOut.TryGetValue(ifd.File, out var labels) && labels.Count < TiffLimits.MaxUnreadableIfds)
                    labels.TryAdd(label, why);
        return [.. uses.SelectMany(use => OfFile(use.Key, use.Value, leftOut[use.Key], set.Document is not null))];
    }

    private static void Mark(ImageSeries series, Dictionary<TiffFile, Use> uses)
    {
        foreach (var (ifd, label) in series.Levels.SelectMany(level => level.Ifds))
            if (uses.TryGetValue(ifd.File, out var use))
            {
                if (label.Sub < 0)
                    use.Main[label.Index] = true;
                else
                    use.Sub[ifd.File.Ifds[label.Index].FirstSub + label.Sub] = true;
            }
    }

    private static IEnumerable<UnshownIfds> OfFile(TiffFile file, Use use, Dictionary<IfdLabel, string> leftOut, bool hasOme)
    {
        var kinds = new Dictionary<(int Sub, string Reason), NumberRuns>();
        var others = 0L;
        for (var index = 0; index < file.Ifds.Count; index++)
        {
            var record = file.Ifds[index];
            if (!use.Main[index])
                Add(new IfdLabel(index), file.Ifds.LayoutOf(index));
            for (var sub = 0; sub < record.SubCount; sub++)
                if (!use.Sub[record.FirstSub + sub])
                    Add(new IfdLabel(index, sub), file.SubIfds.LayoutOf(record.FirstSub + sub));
        }
        var name = file.Source.FileName;
        foreach (var ((sub, reason), runs) in kinds)
            yield return new UnshownIfds(name, $"{(sub < 0 ? "" : $"SubIFD {sub} of ")}IFD {runs}", runs.Count, reason);
        if (others > 0)
            yield return new UnshownIfds(name, $"{others} more", others, "for other reasons");

        void Add(IfdLabel label, IfdLayout layout)
        {
            var reason = Reason(file, label, layout, leftOut, hasOme);
            if (kinds.TryGetValue((label.Sub, reason), out var runs))
                runs.Add(label.Index);
            else if (kinds.Count < MostReasons)
                kinds.Add((label.Sub, reason), new NumberRuns(label.Index));
            else
                others++;
        }
    }

    private static string Reason(TiffFile file, IfdLabel label, in IfdLayout layout, Dictionary<IfdLabel, string> leftOut, bool hasOme)
    {
        if (file.Unreadable.TryGetValue(label, out var fault))
            return $"cannot be read: {fault.Message}";
        if (leftOut.TryGetValue(label, out var why))
            return why;
        var size = $"{layout.Width}×{layout.Length} pixels";
        return !layout.HasSegments ? "has no pixels"
            : layout.Photometric == Photometric.TransparencyMask ? $"{size}: a transparency mask"
            : layout.Reduced ? $"{size}: marked as reduced (a thumbnail or preview), and no level of an image"
            : label.Sub >= 0 ? $"{size}: no smaller version of its IFD"
            : hasOme ? $"{size}: the OME-XML does not name it"
            : $"{size}: belongs to no image";
    }

    private sealed record Use(BitArray Main, BitArray Sub);
}
