namespace OmeFs.Core.Display;

/// <summary>Limits on the cost of a source's display windows. All are arbitrary; docs/SEMANTICS.md promises them.</summary>
internal static class WindowLimits
{
    /// <summary>Bytes that are read, or decoded, for all images of a source.</summary>
    public const long SourceBytes = 512 << 20;

    /// <summary>Bytes that are read, or decoded, for one image.</summary>
    public const long ImageBytes = 256 << 20;

    /// <summary>Bytes of one chunk that can only be decoded whole: decoding takes up to four times as much memory.</summary>
    public const long ChunkBytes = 64 << 20;

    /// <summary>A channel stops reading chunks after this many bytes.</summary>
    public const long ChannelBytes = 8 << 20;

    /// <summary>Chunks that are read for all images of a source.</summary>
    public const int SourceChunks = 4096;

    /// <summary>The most values of a plane that are sampled. If it has more, every n-th is used.</summary>
    public const int PlaneValues = 1 << 16;

    /// <summary>Values for one plane of each channel, all images together: they have to be sorted.</summary>
    public const int SourceValues = 1 << 22;

    /// <summary>The least number of values for a meaningful window.</summary>
    public const int LeastPlaneValues = 1 << 10;

    /// <summary>Pixels of a plane that are enough: the smallest level with so many is read.</summary>
    public const long EnoughPixels = 1 << 16;

    /// <summary>One in so many values may be below the window, and one above: a hot pixel must not darken a picture.</summary>
    public const int OneIn = 1000;
}
