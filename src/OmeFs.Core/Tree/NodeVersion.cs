namespace OmeFs.Core.Tree;

/// <summary>Which version of a source a node shows.</summary>
/// <param name="ModifiedNanoseconds">The time every file of the source shows, nanoseconds since 1970-01-01 UTC.</param>
/// <param name="Generation">A fingerprint of the source's version: file handles (NFS) of an older one are stale.</param>
public readonly record struct NodeVersion(long ModifiedNanoseconds, uint Generation);
