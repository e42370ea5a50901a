namespace OmeFs.Testing.Remote;

/// <summary>One request, and how it was answered so far.</summary>
public sealed class ServedRequest
{
    private long _bytesSent;
    private volatile int _status;

    /// <summary>0 for the first request since <see cref="ObjectServer.Forget"/>.</summary>
    public required long Number { get; init; }

    public required string Method { get; init; }

    /// <summary>Without the first slash, percent-decoded once: "bucket/key.tif".</summary>
    public required string Path { get; init; }

    /// <summary>Names and values of the query, percent-decoded. A name without a value has an empty one.</summary>
    public required IReadOnlyDictionary<string, string> Query { get; init; }

    /// <summary>The path and the query as they were sent, still encoded.</summary>
    public required string Target { get; init; }

    /// <summary>By name, in any case. Values of a name that was sent several times are joined with a comma.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>Null if there is no Range header, or one that is not understood.</summary>
    public RequestedRange? Range => RequestedRange.TryParse(Header("Range"));

    public string? IfMatch => Header("If-Match");

    public string? IfRange => Header("If-Range");

    public bool HasAuthorization => Headers.ContainsKey("Authorization");

    /// <summary>0 as long as no status was sent: before the answer, and for a connection that was reset or stalls.</summary>
    public int Status { get => _status; internal set => _status = value; }

    /// <summary>Bytes of the body. They are counted before they are sent: when a client has them, they are in this number.</summary>
    public long BytesSent => Interlocked.Read(ref _bytesSent);

    internal bool IsHead => Method == "HEAD";

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public override string ToString() => $"{Number} {Method} /{Path}{(Range is { } range ? $" {range}" : "")} {Status} {BytesSent}";

    internal void Sending(int bytes) => Interlocked.Add(ref _bytesSent, bytes);
}
