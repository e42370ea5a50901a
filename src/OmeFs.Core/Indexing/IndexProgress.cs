namespace OmeFs.Core.Indexing;

/// <summary>The progress of writing references.</summary>
/// <param name="What">What is being done to which level: "looking at 0/1".</param>
/// <param name="Done">Chunks so far.</param>
public readonly record struct IndexProgress(string What, long Done, long Total);
