using System.Globalization;
using System.Xml.Linq;

namespace OmeFs.Testing.Remote;

/// <summary>Answers ListObjectsV2 with its XML.</summary>
internal static class ListAnswer
{
    private static readonly XNamespace S3 = "http://s3.amazonaws.com/doc/2006-03-01/";

    public static Answer For(string bucket, IObjectStore objects, ServedRequest request, int pageSize)
    {
        if (!objects.HasBucket(bucket))
            return S3Error.Answer(S3ErrorCode.NoSuchBucket, bucket);
        if (ListQuery.TryParse(request.Query, pageSize) is not { } query)
            return S3Error.Answer(S3ErrorCode.InvalidArgument, bucket);
        var xml = Xml(bucket, query, Listing.Make(objects.List(bucket), query));
        return Answer.Xml(200, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + xml.ToString(SaveOptions.DisableFormatting));
    }

    private static XElement Xml(string bucket, ListQuery query, Listing page)
    {
        string Shown(string name) => query.EncodesUrls ? Uri.EscapeDataString(name).Replace("%2F", "/", StringComparison.Ordinal) : name;
        return new XElement(
            S3 + "ListBucketResult",
            new XElement(S3 + "Name", bucket),
            new XElement(S3 + "Prefix", Shown(query.Prefix)),
            Optional("Delimiter", Shown(query.Delimiter)),
            Optional("EncodingType", query.EncodesUrls ? "url" : ""),
            Optional("ContinuationToken", query.Token ?? ""),
            new XElement(S3 + "KeyCount", page.Lines.Count),
            new XElement(S3 + "MaxKeys", query.MostKeys),
            new XElement(S3 + "IsTruncated", page.IsTruncated),
            Optional("NextContinuationToken", page.IsTruncated ? ListQuery.TokenAfter(page.Lines[^1].Name) : ""),
            page.Lines.Select(line => line.Stored is { } stored
                ? Contents(Shown(line.Name), stored)
                : new XElement(S3 + "CommonPrefixes", new XElement(S3 + "Prefix", Shown(line.Name)))));
    }

    private static XElement Contents(string key, StoredObject stored) => new(
        S3 + "Contents",
        new XElement(S3 + "Key", key),
        new XElement(S3 + "LastModified", stored.LastModified.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)),
        new XElement(S3 + "ETag", stored.ETag),
        new XElement(S3 + "Size", stored.Length),
        new XElement(S3 + "StorageClass", "STANDARD"));

    private static XElement? Optional(string name, string text) => text.Length == 0 ? null : new XElement(S3 + name, text);
}
