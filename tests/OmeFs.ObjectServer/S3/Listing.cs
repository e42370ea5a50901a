namespace OmeFs.Testing.Remote;

/// <summary>One page of a bucket's keys, in S3's order: objects, and prefixes that stand for all keys up to the delimiter.</summary>
internal sealed record Listing(IReadOnlyList<Listing.Line> Lines, bool IsTruncated)
{
    public static Listing Make(IEnumerable<(string Key, StoredObject Stored)> objects, ListQuery query)
    {
        var rest = objects.Where(entry => entry.Key.StartsWith(query.Prefix, StringComparison.Ordinal))
            .Select(entry => Rolled(entry.Key, entry.Stored, query))
            .DistinctBy(line => line.Name)
            .Where(line => Utf8Order.Instance.Compare(line.Name, query.StartAfter) > 0)
            .OrderBy(line => line.Name, Utf8Order.Instance)
            .Take(query.MostKeys + 1).ToList();
        return new Listing(rest[..Math.Min(rest.Count, query.MostKeys)], query.MostKeys > 0 && rest.Count > query.MostKeys);
    }

    private static Line Rolled(string key, StoredObject stored, ListQuery query) =>
        query.Delimiter.Length > 0 && key.IndexOf(query.Delimiter, query.Prefix.Length, StringComparison.Ordinal) is >= 0 and var end
            ? new Line(key[..(end + query.Delimiter.Length)], null)
            : new Line(key, stored);

    /// <summary>A key, or a prefix without an object.</summary>
    public sealed record Line(string Name, StoredObject? Stored);
}
