namespace OmeFs.Core.Tree;

/// <summary>Bounds of a tree. All are arbitrary but for the name's length, which is NAME_MAX.</summary>
public static class TreeLimits
{
    public const int MaxNameBytes = 255;

    /// <summary>
    /// Channels of all images together, but for each image's first. A channel takes some 5 KiB of JSON and XML on the way to its documents,
    /// and 200 bytes of a file can claim 65,535 of them as samples of a pixel.
    /// </summary>
    public const int MaxChannels = 131_072;

    /// <summary>Keeps node ids, sums of them and readdir cookies far from the sign bit.</summary>
    public const long MaxGridNodes = 1L << 53;
}
