using System.Globalization;
using System.Text;

namespace OmeFs.Testing.Remote;

/// <summary>The parameters of ListObjectsV2. A continuation token is the last entry of the page before, in base64.</summary>
internal sealed record ListQuery(string Prefix, string Delimiter, string? Token, string StartAfter, int MostKeys, bool EncodesUrls)
{
    public static bool IsOne(ServedRequest request) => request.Query.GetValueOrDefault("list-type") == "2";

    /// <summary>Null if a parameter is wrong.</summary>
    public static ListQuery? TryParse(IReadOnlyDictionary<string, string> query, int pageSize)
    {
        string Value(string name) => query.GetValueOrDefault(name, "");
        var most = pageSize;
        if (Value("max-keys") is { Length: > 0 } text && !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out most))
            return null;
        var token = Value("continuation-token");
        return Decode(token) is { } after
            ? new ListQuery(Value("prefix"), Value("delimiter"), token.Length == 0 ? null : token, After(after, Value("start-after")), Math.Min(most, pageSize), Value("encoding-type") == "url")
            : null;
    }

    public static string TokenAfter(string entry) => Convert.ToBase64String(Encoding.UTF8.GetBytes(entry));

    private static string After(string token, string startAfter) => token.Length > 0 ? token : startAfter;

    private static string? Decode(string token)
    {
        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var count) ? Encoding.UTF8.GetString(bytes, 0, count) : null;
    }
}
