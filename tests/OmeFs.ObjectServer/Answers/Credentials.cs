using System.Text;

namespace OmeFs.Testing.Remote;

/// <summary>Judges whether a request has what an object's traits require.</summary>
internal static class Credentials
{
    private const string Realm = "realm=\"objects\"";

    /// <summary>Null if it has.</summary>
    public static Answer? Refusal(ObjectTraits traits, ServedRequest request)
    {
        if (traits.RequiresBasic is var (user, password) && Authorization(request) != "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")))
            return new Answer(401).With("WWW-Authenticate", $"Basic {Realm}, charset=\"UTF-8\"");
        if (traits.RequiresBearer is { } token && Authorization(request) != "Bearer " + token)
            return new Answer(401).With("WWW-Authenticate", $"Bearer {Realm}");
        return traits.RequiresHeader is var (name, value) && request.Header(name) != value ? S3Error.Answer(S3ErrorCode.AccessDenied, request.Path) : null;
    }

    private static string? Authorization(ServedRequest request) => request.Header("Authorization");
}
