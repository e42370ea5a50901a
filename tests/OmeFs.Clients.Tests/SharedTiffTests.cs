namespace OmeFs.Clients.Tests;

/// <summary>
/// Every single-file TIFF of the shared corpus in a codec that omefs has: each pixel of each plane and level through zarr-python
/// equals tifffile's, or libtiff's where tifffile has no decoder. One test a project of the corpus; a failure lists its files.
/// </summary>
public sealed class SharedTiffTests(PixelComparer comparer) : IClassFixture<PixelComparer>
{
    private const string NoCorpus = "(no shared corpus)";

    private static IEnumerable<CatalogueEntry> Readable => Catalogue.Entries.Where(entry => entry.IsReadable);

    public static TheoryData<string> Projects =>
        [.. Readable.Select(entry => entry.Project).Distinct().DefaultIfEmpty(NoCorpus)];

    public static TheoryData<string> OtherProjects =>
        [.. Others.Select(entry => entry.Project).Distinct().DefaultIfEmpty(NoCorpus)];

    private static IEnumerable<CatalogueEntry> Others => Catalogue.Entries.Where(entry => entry.IsTiff && !entry.IsMalformed && !entry.IsMember && !entry.IsReadable && !entry.IsUnjudged);

    [SkippableTheory]
    [MemberData(nameof(Projects))]
    public void Every_pixel_equals_tifffiles(string project)
    {
        Repository.SkipWithoutCorpus();
        Report(
            Readable.Where(entry => entry.Project == project && !SharedTiffExclusions.Table.ContainsKey(entry.Path)
                && !SharedTiffExclusions.Unjudged.ContainsKey(entry.Path)),
            Compare);
    }

    /// <summary>What nobody can judge is shown all the same, and each chunk can be read or is a clear error.</summary>
    [SkippableFact]
    public void What_nobody_can_judge_is_shown()
    {
        Repository.SkipWithoutCorpus();
        foreach (var path in SharedTiffExclusions.Unjudged.Keys)
            Assert.Contains(Readable, entry => entry.Path == path);
        Report(Readable.Where(entry => SharedTiffExclusions.Unjudged.ContainsKey(entry.Path)).Concat(Catalogue.Entries.Where(entry => entry.IsUnjudged)), Shown);
    }

    private static IEnumerable<string> Shown(CatalogueEntry entry)
    {
        var ran = Commands.Run([Repository.Omefs, "inspect", entry.FullPath]);
        if (ran.ExitCode != 0)
            yield return ran.ToString();
    }

    /// <summary>The table of exclusions tells the truth: each file is in the corpus, and is refused with that message.</summary>
    [SkippableFact]
    public void Every_exclusion_is_a_refusal_with_its_message()
    {
        Repository.SkipWithoutCorpus();
        foreach (var path in SharedTiffExclusions.Table.Keys)
            Assert.Contains(Readable, entry => entry.Path == path);
        Report(Readable.Where(entry => SharedTiffExclusions.Table.ContainsKey(entry.Path)), entry =>
            Refusal(entry, SharedTiffExclusions.Table[entry.Path].Says));
    }

    /// <summary>Good files omefs does not read yet are refused, naming the file; none mounts with wrong pixels.</summary>
    [SkippableTheory]
    [MemberData(nameof(OtherProjects))]
    public void What_is_not_read_is_refused_by_name(string project)
    {
        Repository.SkipWithoutCorpus();
        Report(Others.Where(entry => entry.Project == project), entry => Refusal(entry, Path.GetFileName(entry.Path)));
    }

    /// <summary>Guards the selection itself: a catalogue that is read wrongly would pass with no file at all.</summary>
    [SkippableFact]
    public void The_selection_is_as_large_as_the_corpus_has_it()
    {
        Repository.SkipWithoutCorpus();
        Assert.InRange(Readable.Count(), 250, 600);
    }

    private IEnumerable<string> Compare(CatalogueEntry entry)
    {
        var point = Mounted.NewPoint();
        try
        {
            var ran = Mounted.TryMount(entry.FullPath, point);
            return ran.ExitCode == 0 ? comparer.Differences(entry.FullPath, point) : [$"not mounted: {ran.Error.Trim()}"];
        }
        finally
        {
            if (MountTable.IsMounted(point))
                Commands.Run([Repository.Omefs, "umount", point]);
            Mounted.Unmount(point);
        }
    }

    private static IEnumerable<string> Refusal(CatalogueEntry entry, string says)
    {
        var ran = Commands.Run([Repository.Omefs, "inspect", entry.FullPath]);
        if (ran.ExitCode != 1 || !ran.Error.StartsWith("omefs: ", StringComparison.Ordinal))
            yield return $"not refused: {ran}";
        else if (!ran.Error.Contains(says, StringComparison.OrdinalIgnoreCase))
            yield return $"refused, but not with \"{says}\": {ran.Error.Trim()}";
    }

    private static void Report(IEnumerable<CatalogueEntry> entries, Func<CatalogueEntry, IEnumerable<string>> check)
    {
        var failures = entries.SelectMany(entry => check(entry).Take(4).Select(text => $"{entry.Path}: {text}")).ToList();
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }
}
