namespace OmeFs.Testing.Remote;

/// <summary>The right answer to a request: an object, a listing, or an error.</summary>
internal static class RequestAnswer
{
    public static Answer For(ServedRequest request, IObjectStore objects, S3Rules rules)
    {
        if (rules.Refusal(request) is { } refused)
            return S3Error.Answer(refused, request.Path);
        if (request.Method is not ("GET" or "HEAD"))
            return S3Error.Answer(S3ErrorCode.MethodNotAllowed, request.Path).With("Allow", "GET, HEAD");
        var (bucket, key) = request.Path.Split('/', 2) is [var first, var rest] ? (first, rest) : (request.Path, "");
        if (key.Length == 0 && ListQuery.IsOne(request))
            return ListAnswer.For(bucket, objects, request, rules.PageSize);
        if (objects.Find(request.Path) is { } stored)
            return ObjectAnswer.For(stored, request);
        if (!objects.HasBucket(bucket))
            return S3Error.Answer(S3ErrorCode.NoSuchBucket, request.Path);
        if (key.Length > 0)
            return S3Error.Answer(S3ErrorCode.NoSuchKey, request.Path);
        // HEAD asks whether there is such a bucket. Listings of the first version are not made.
        return request.IsHead ? new Answer(200) : S3Error.Answer(S3ErrorCode.NotImplemented, request.Path);
    }
}
