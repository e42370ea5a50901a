using OmeFs.Core.References.Metadata;
using OmeFs.Core.References.Targets;
using OmeFs.Core.References.View;

namespace OmeFs.Core.References.Survey;

/// <summary>The contents of a reference document, counted key by key; the references of `gen` are counted by arithmetic. For `inspect` only.</summary>
/// <param name="Virtual">Keys that are ranges of targets, or whole targets.</param>
/// <param name="VirtualBytes">Bytes of the ranges. Whole targets are not counted, because their sizes are unknown.</param>
/// <param name="Arrays">Zarr arrays of either format, in the order of their paths.</param>
/// <param name="Images">Paths of OME-Zarr images, "" for the root.</param>
public sealed record ReferenceSurvey(
    long Virtual,
    long Inline,
    long VirtualBytes,
    long InlineBytes,
    IReadOnlyList<ReferredPrefix> Targets,
    IReadOnlyList<ReferredArray> Arrays,
    IReadOnlyList<string> Images)
{
    public static ReferenceSurvey Of(ReferenceView view)
    {
        var references = view.References;
        var survey = new ReferenceSurvey(0, 0, 0, 0, [], [], []);
        var (arrays, images, byUrl) = (new List<ReferredArray>(), new List<string>(), new (long Keys, long Bytes)[references.Urls.Count]);
        foreach (var placed in references.Generated)
            foreach (var (url, keys, bytes) in placed.Stretch.ByUrl())
            {
                survey = survey with { Virtual = survey.Virtual + keys, VirtualBytes = Sum(survey.VirtualBytes, bytes) };
                byUrl[url] = (byUrl[url].Keys + keys, Sum(byUrl[url].Bytes, bytes));
            }
        for (var position = references.NextPacked(0); position < references.Count; position = references.NextPacked(position + 1))
        {
            var reference = references.At(position);
            if (!reference.IsInline)
            {
                survey = survey with { Virtual = survey.Virtual + 1, VirtualBytes = Sum(survey.VirtualBytes, reference.Length) };
                byUrl[reference.Url] = (byUrl[reference.Url].Keys + 1, Sum(byUrl[reference.Url].Bytes, reference.Length));
                continue;
            }
            survey = survey with { Inline = survey.Inline + 1, InlineBytes = survey.InlineBytes + reference.Length };
            var metadata = FolderMetadata.Read(references.Key(position, []), reference);
            if (metadata.Array is { } array)
                arrays.Add(ReferredArray.Count(references, position, array));
            if (metadata.IsImage)
                images.Add(ReferredArray.PathOf(references.Key(position, [])));
        }
        return survey with
        {
            Targets = ByPrefix(view.Targets, byUrl),
            Arrays = [.. arrays.OrderBy(array => array.Path, StringComparer.Ordinal)],
            Images = [.. images.Distinct().Order(StringComparer.Ordinal)], // A folder with documents of both formats is one image.
        };
    }

    /// <summary>A document may refer to more bytes than a number can hold.</summary>
    internal static long Sum(long bytes, long more) => bytes > long.MaxValue - more ? long.MaxValue : bytes + more;

    /// <summary>The targets of the keys, by their location.</summary>
    internal static List<ReferredPrefix> ByPrefix(TargetTable targets, (long Keys, long Bytes)[] byUrl) =>
    [
        .. Enumerable.Range(0, byUrl.Length).Where(url => byUrl[url].Keys > 0)
            .GroupBy(url => targets[url].Prefix, StringComparer.Ordinal)
            .Select(group => new ReferredPrefix(
                group.Key,
                group.Count(),
                group.Sum(url => byUrl[url].Keys),
                group.Aggregate(0L, (sum, url) => Sum(sum, byUrl[url].Bytes)),
                group.Any(url => targets[url].IsRefused)))
            .OrderBy(prefix => prefix.Prefix, StringComparer.Ordinal),
    ];
}

/// <summary>Targets with the same location: a folder, a host, or a bucket.</summary>
/// <param name="Keys">The number of keys that refer to them.</param>
/// <param name="Bytes">Bytes of ranges.</param>
/// <param name="Refused">Whether they are refused by policy.</param>
public sealed record ReferredPrefix(string Prefix, int Targets, long Keys, long Bytes, bool Refused);
