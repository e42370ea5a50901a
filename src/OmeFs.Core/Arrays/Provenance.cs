namespace OmeFs.Core.Arrays;

/// <summary>Where the chunks of an array come from, for users, and the cost of reading one.</summary>
/// <param name="Storage">How the file stores the level: "tiles 256×256, deflate".</param>
/// <param name="Origins">Computed by arithmetic alone: Missing chunks are counted under the origin they would have.</param>
/// <param name="DecodedBytes">The most bytes decoded to read any part of a chunk; 0 if parts of a chunk can be read separately.</param>
public sealed record Provenance(string Storage, IReadOnlyList<OriginShare> Origins, long DecodedBytes);
