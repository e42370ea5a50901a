namespace OmeFs.Testing.Remote;

/// <summary>Where the server finds objects: by paths whose first name is the bucket.</summary>
internal interface IObjectStore
{
    StoredObject? Find(string path);

    bool HasBucket(string bucket);

    /// <summary>Keys within a bucket, in any order.</summary>
    IEnumerable<(string Key, StoredObject Stored)> List(string bucket);
}
