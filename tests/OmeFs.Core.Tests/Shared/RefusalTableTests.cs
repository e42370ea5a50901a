using System.Text.RegularExpressions;
using OmeFs.Clients.Tests;
using OmeFs.Core.Codecs;
using OmeFs.Core.Codecs.Native;
using OmeFs.Core.Images;
using OmeFs.Core.Sources.Local;
using OmeFs.Core.Tiff;
using Xunit.Abstractions;

namespace OmeFs.Core.Tests.Shared;

/// <summary>
/// Which TIFFs of the shared corpus are still refused, by which tag and with which words; each has a reviewed reason. Members of sets of
/// files are not asked one by one.
/// </summary>
public sealed partial class RefusalTableTests(ITestOutputHelper output)
{
    [SkippableFact]
    public async Task Every_refusal_is_a_reviewed_one()
    {
        Repository.SkipWithoutCorpus();
        Skip.IfNot(NativeCodecs.IsAvailable, NativeCodecs.Libraries);
        var refused = new Dictionary<string, string>();
        var count = 0;
        foreach (var entry in Catalogue.Entries.Where(entry => entry.IsTiff && !entry.IsMalformed && !entry.IsMember))
        {
            count++;
            if (await RefusalAsync(entry.FullPath) is { } message)
                refused.Add(entry.Path, message);
        }
        output.WriteLine($"{refused.Count} of {count} files are refused\nfile\ttag\tmessage\twhy");
        foreach (var (path, message) in refused.OrderBy(row => row.Key, StringComparer.Ordinal))
            output.WriteLine($"{path}\t{Tag().Match(message).Groups[1].Value}\t{message}\t{Why(path) ?? "NOT REVIEWED"}");
        Assert.InRange(count, 400, int.MaxValue);
        Assert.Equal([], refused.Keys.Where(path => Why(path) is null).Select(path => $"refused without a reviewed reason: {path}: {refused[path]}"));
        Assert.Equal([], Reviewed.Where(path => !refused.ContainsKey(path)).Select(path => $"shown, so its line can go: {path}"));
    }

    private static IEnumerable<string> Reviewed => SharedTiffExclusions.Table.Keys.Concat(SharedTiffExclusions.Undecodable.Keys);

    private static string? Why(string path) =>
        SharedTiffExclusions.Table.TryGetValue(path, out var row) ? row.Why : SharedTiffExclusions.Undecodable.GetValueOrDefault(path);

    /// <summary>The message without the path, or null where the file is shown.</summary>
    private static async Task<string?> RefusalAsync(string path)
    {
        using var source = FileSource.Open(path);
        using var cache = new SegmentCache(1 << 20);
        try
        {
            OmeZarrView.Of(await TiffImages.ReadAsync(await TiffFile.OpenAsync(source), cache), OmeZarrLayout.Auto, OmeZarrVersion.V04);
            return null;
        }
        catch (OmeFsException fault)
        {
            return fault.Message.Replace(path + ": ", "", StringComparison.Ordinal);
        }
    }

    [GeneratedRegex(@"tag (\d+ \w+)")]
    private static partial Regex Tag();
}
