using System.Globalization;

namespace OmeFs.Testing.Remote;

/// <summary>An Authorization header of AWS Signature Version 4, in parts. Scope is date/region/service/aws4_request.</summary>
internal sealed record AwsAuthorization(string AccessKey, string Scope, string SignedHeaders, string Signature)
{
    private const string Scheme = "AWS4-HMAC-SHA256 ";

    public static AwsAuthorization? TryParse(string? header)
    {
        if (header is null || !header.StartsWith(Scheme, StringComparison.Ordinal))
            return null;
        var parts = header[Scheme.Length..].Split(',', StringSplitOptions.TrimEntries).Select(part => part.Split('=', 2))
            .Where(pair => pair.Length == 2).ToLookup(pair => pair[0], pair => pair[1]);
        return parts["Credential"].FirstOrDefault()?.Split('/', 2) is [var key, var scope]
            && parts["SignedHeaders"].FirstOrDefault() is { } headers && parts["Signature"].FirstOrDefault() is { } signature
            ? new AwsAuthorization(key, scope, headers, signature)
            : null;
    }

    /// <summary>The time of x-amz-date: 20240102T030405Z.</summary>
    public static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParseExact(text, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
