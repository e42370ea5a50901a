using OmeFs.Core.Images;

namespace OmeFs.Core.Verification;

/// <summary>A chunk that could not be read, or differs.</summary>
/// <param name="Path">The path of the chunk's file in the tree.</param>
public sealed record ChunkFault(string Path, string Words);

/// <summary>The result of verifying one series. A chunk counts once, even if it is read several times for a digest.</summary>
public sealed record SeriesVerdict
{
    public required ImageArrays Image { get; init; }

    /// <summary>Chunks of all levels, whether or not they were in the sample.</summary>
    public required long Chunks { get; init; }

    /// <summary>Chunks that were read without a fault.</summary>
    public required long Read { get; init; }

    public required long Missing { get; init; }

    public required long Unreadable { get; init; }

    /// <summary>Bytes of the chunk files that were read.</summary>
    public required long Bytes { get; init; }

    /// <summary>Chunks that were compared with a second opinion, including Missing ones.</summary>
    public required long Compared { get; init; }

    /// <summary>Compared chunks that differ.</summary>
    public required long Differing { get; init; }

    /// <summary>Why chunks could not be compared, and how many.</summary>
    public required IReadOnlyDictionary<string, long> NotComparable { get; init; }

    /// <summary>The first of the unreadable chunks.</summary>
    public required IReadOnlyList<ChunkFault> Faults { get; init; }

    /// <summary>The first of the differing chunks.</summary>
    public required IReadOnlyList<ChunkFault> Differences { get; init; }

    /// <summary>The SHA-256 of level 0's pixels; null if it was not requested, or cannot be computed.</summary>
    public required string? Sha256 { get; init; }

    /// <summary>Why a requested digest was not computed.</summary>
    public required string? WhyNoSha256 { get; init; }

    /// <summary>Why the plane order was not judged independently; null if it was, or if there is no second opinion.</summary>
    public string? WhyNoPlaneOrder { get; init; }

    public bool IsSound => Unreadable == 0 && Differing == 0 && WhyNoSha256 is null;
}
