using System.Net;

namespace OmeFs.Testing.Remote;

/// <summary>Answers GET and HEAD of an object, as RFC 9110 wants it for its traits.</summary>
internal static class ObjectAnswer
{
    public static Answer For(StoredObject stored, ServedRequest request)
    {
        var traits = stored.Traits;
        if (Credentials.Refusal(traits, request) is { } refusal)
            return refusal;
        if (traits.RedirectTo is var (url, status))
            return new Answer(status).With("Location", url);
        if (request.IsHead && traits.NoHead)
            return S3Error.Answer(S3ErrorCode.MethodNotAllowed, request.Path).With("Allow", "GET");
        var shown = stored.Representation(UnderstandsGzip(request));
        return Preconditions.Check(shown, request) switch
        {
            HttpStatusCode.PreconditionFailed => S3Error.Answer(S3ErrorCode.PreconditionFailed, request.Path),
            HttpStatusCode.NotModified => new Answer(304).With("ETag", shown.ETag),
            _ => Described(Selected(shown, traits, request), shown, traits),
        };
    }

    /// <summary>The status and the bytes.</summary>
    private static Answer Selected(Representation shown, ObjectTraits traits, ServedRequest request)
    {
        var content = shown.Content;
        // RFC 9110 defines Range for GET alone.
        if (request.IsHead || traits.NoRanges || request.Range is not { } range || !Preconditions.RangeHolds(shown, request))
            return new Answer(200) { Body = Body.Whole(content) };
        return range.Within(content.Length) is var (start, count)
            ? new Answer(206) { Body = Body.Part(content, start, count) }.With("Content-Range", $"bytes {start}-{start + count - 1}/{content.Length}")
            : S3Error.Answer(S3ErrorCode.InvalidRange, request.Path).With("Content-Range", $"bytes */{content.Length}");
    }

    private static Answer Described(Answer answer, Representation shown, ObjectTraits traits)
    {
        var accepted = answer.With("Accept-Ranges", traits.NoRanges ? null : "bytes");
        if (accepted.Status == 416)
            return accepted;
        return (traits.NoContentLength ? accepted with { Body = accepted.Body with { Declared = null } } : accepted)
            .With("Content-Type", traits.ContentType)
            .With("ETag", shown.ETag)
            .With("Last-Modified", shown.LastModified is { } modified ? Preconditions.Text(modified) : null)
            .With("Content-Encoding", shown.IsGzip ? "gzip" : null)
            .With("Vary", traits.GzipEncoding == GzipUse.WhenAsked ? "Accept-Encoding" : null);
    }

    private static bool UnderstandsGzip(ServedRequest request) =>
        request.Header("Accept-Encoding")?.Split(',').Select(coding => coding.Replace(" ", "", StringComparison.Ordinal))
            .Any(coding => coding is "gzip" or "*" || (coding.StartsWith("gzip;q=", StringComparison.Ordinal) && coding.AsSpan(7).ContainsAnyInRange('1', '9'))) == true;
}
