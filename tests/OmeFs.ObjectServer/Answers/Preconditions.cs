using System.Globalization;
using System.Net;

namespace OmeFs.Testing.Remote;

/// <summary>What the conditions of a request decide, in the order of RFC 9110, section 13.2.2.</summary>
internal static class Preconditions
{
    /// <summary>412, 304, or OK if the request is to be answered.</summary>
    public static HttpStatusCode Check(Representation shown, ServedRequest request)
    {
        if (shown.ETag is { } tag && request.IfMatch is { } wanted)
        {
            if (!Lists(wanted, tag, IsSameStrong))
                return HttpStatusCode.PreconditionFailed;
        }
        else if (shown.LastModified is { } modified && Date(request.Header("If-Unmodified-Since")) is { } unmodified && modified > unmodified)
        {
            return HttpStatusCode.PreconditionFailed;
        }

        if (shown.ETag is { } current && request.Header("If-None-Match") is { } known)
            return Lists(known, current, IsSameWeak) ? HttpStatusCode.NotModified : HttpStatusCode.OK;
        return shown.LastModified is { } last && Date(request.Header("If-Modified-Since")) is { } since && last <= since ? HttpStatusCode.NotModified : HttpStatusCode.OK;
    }

    /// <summary>False if If-Range names another version: the client gets the whole object instead of a part of it.</summary>
    public static bool RangeHolds(Representation shown, ServedRequest request) => request.IfRange switch
    {
        null => true,
        var condition when Date(condition) is { } date => date == shown.LastModified,
        var condition => shown.ETag is { } tag && IsSameStrong(condition, tag),
    };

    public static string Text(DateTimeOffset date) => date.ToString("R", CultureInfo.InvariantCulture);

    private static DateTimeOffset? Date(string? text) =>
        DateTimeOffset.TryParseExact(text, "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;

    /// <summary>The server's own ETags have no comma.</summary>
    private static bool Lists(string header, string tag, Func<string, string, bool> isSame) =>
        header.Trim() == "*" || header.Split(',', StringSplitOptions.TrimEntries).Any(listed => isSame(listed, tag));

    private static bool IsSameStrong(string one, string other) => one == other && !one.StartsWith("W/", StringComparison.Ordinal);

    private static bool IsSameWeak(string one, string other) => Opaque(one) == Opaque(other);

    private static string Opaque(string tag) => tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag;
}
