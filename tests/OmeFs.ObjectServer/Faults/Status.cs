using System.Globalization;

namespace OmeFs.Testing.Remote;

public abstract partial record Fault
{
    /// <summary>An error of S3, with its status and its XML.</summary>
    public static Status S3(S3ErrorCode code, string? retryAfter = null) => new(S3Error.Status(code), retryAfter, S3Error.Xml(code, ""));

    /// <summary>A status of its own. RetryAfter is the header's text: seconds, or a date.</summary>
    public sealed record Status(int Code, string? RetryAfter = null, string? XmlBody = null) : Fault
    {
        public Status(int code, int retryAfterSeconds)
            : this(code, retryAfterSeconds.ToString(CultureInfo.InvariantCulture))
        {
        }

        /// <summary>More headers of the answer.</summary>
        public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

        internal override Answer Instead =>
            Headers.Aggregate((XmlBody is { } xml ? Answer.Xml(Code, xml) : new Answer(Code)).With("Retry-After", RetryAfter), (answer, header) => answer.With(header.Key, header.Value));
    }

    /// <summary>302, or another status, to a URL that may be relative.</summary>
    public sealed record Redirect(string Url, int Code = 302) : Fault
    {
        internal override Answer Instead => new Answer(Code).With("Location", Url);
    }
}
