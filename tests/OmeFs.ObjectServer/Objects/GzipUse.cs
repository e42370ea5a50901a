namespace OmeFs.Testing.Remote;

/// <summary>When an object is sent with Content-Encoding: gzip.</summary>
public enum GzipUse
{
    Never,

    /// <summary>If Accept-Encoding names gzip.</summary>
    WhenAsked,

    /// <summary>Also if the client did not ask for it.</summary>
    Always,
}
