namespace OmeFs.Core.Arrays;

/// <summary>Where the chunks of an array come from, in words and numbers for people, and what one of them costs.</summary>
/// <param name="Storage">How the file stores the level: "tiles 256×256, deflate".</param>
/// <param name="Origins">By arithmetic alone; chunks that turn out to be Missing are still counted where they would be.</param>
/// <param name="DecodedBytes">Bytes that are decoded to read any part of a chunk, at most; 0 if a part of a chunk is read by itself.</param>
public sealed record Provenance(string Storage, IReadOnlyList<OriginShare> Origins, long DecodedBytes);
