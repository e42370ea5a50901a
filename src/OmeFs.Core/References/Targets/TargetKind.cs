namespace OmeFs.Core.References.Targets;

/// <summary>What a URL leads to.</summary>
internal enum TargetKind
{
    /// <summary>A path on this machine.</summary>
    Local,

    /// <summary>Another scheme than file: s3, http, ...</summary>
    Remote,

    /// <summary>Null, and the user has not said what it means.</summary>
    Unnamed,

    /// <summary>Nowhere: nothing that could be a path.</summary>
    None,
}
