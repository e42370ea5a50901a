namespace OmeFs.Testing.Remote;

/// <summary>How the program's server differs from that of a test.</summary>
internal sealed record ServerSettings
{
    /// <summary>0 for one that is free.</summary>
    public int Port { get; init; }

    /// <summary>Served below what is put. Null for nothing.</summary>
    public string? Folder { get; init; }

    /// <summary>A benchmark makes too many requests to keep them.</summary>
    public bool KeepsRequests { get; init; } = true;

    /// <summary>Whether `/_count` and `/_forget` are answered. These requests are not counted.</summary>
    public bool HasCounter { get; init; }

    /// <summary>Called when a request was answered. By several threads at once.</summary>
    public Action<ServedRequest>? Answered { get; init; }
}
