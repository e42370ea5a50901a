using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace OmeFs.Testing.Remote;

/// <summary>Makes the record of a request from what was sent: Kestrel's own path has lost what S3 keys may have, such as `..` and `//`.</summary>
internal static class RequestReader
{
    public static ServedRequest Read(HttpContext context, long number)
    {
        var target = Target(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        var (path, query) = target.Split('?', 2) is [var before, var after] ? (before, after) : (target, "");
        return new ServedRequest
        {
            Number = number,
            Method = context.Request.Method,
            Target = target,
            Path = Uri.UnescapeDataString(path.StartsWith('/') ? path[1..] : path),
            Query = Query(query),
            Headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
        };
    }

    /// <summary>A client that takes this server for a proxy sends the whole URL.</summary>
    private static string Target(string raw) => raw.StartsWith('/') || !Uri.TryCreate(raw, UriKind.Absolute, out var url) ? raw : url.PathAndQuery;

    private static Dictionary<string, string> Query(string query)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)))
            values[Decode(pair[0])] = pair.Length == 2 ? Decode(pair[1]) : "";
        return values;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
