namespace OmeFs.Core.Tree;

/// <summary>Bounds of a tree. All are arbitrary except the length of a name, which is NAME_MAX.</summary>
public static class TreeLimits
{
    public const int MaxNameBytes = 255;

    /// <summary>Keeps node ids, sums of them and readdir cookies far from the sign bit.</summary>
    public const long MaxGridNodes = 1L << 53;
}
