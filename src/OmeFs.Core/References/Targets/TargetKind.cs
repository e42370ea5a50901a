namespace OmeFs.Core.References.Targets;

/// <summary>The kind of a URL's target.</summary>
internal enum TargetKind
{
    /// <summary>A path on this machine.</summary>
    Local,

    /// <summary>A URL with a scheme other than file: s3, http, ...</summary>
    Remote,

    /// <summary>The URL is null, and the user has not named a target for it.</summary>
    Unnamed,

    /// <summary>No target: the URL cannot be a path.</summary>
    None,
}
