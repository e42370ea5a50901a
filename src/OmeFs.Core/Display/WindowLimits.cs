namespace OmeFs.Core.Display;

/// <summary>What the display windows of a source may cost. All are arbitrary; docs/SEMANTICS.md promises them.</summary>
internal static class WindowLimits
{
    /// <summary>Bytes that are read, or decoded, for all images of a source.</summary>
    public const long SourceBytes = 512 << 20;

    /// <summary>The same for one image.</summary>
    public const long ImageBytes = 256 << 20;

    /// <summary>One chunk that has to be decoded whole: decoding takes up to four times as much memory.</summary>
    public const long ChunkBytes = 64 << 20;

    /// <summary>A channel reads no further chunk beyond this.</summary>
    public const long ChannelBytes = 8 << 20;

    /// <summary>Chunks that are read for all images of a source.</summary>
    public const int SourceChunks = 4096;

    /// <summary>Values of a plane that are looked at; if there are more, every so many.</summary>
    public const int PlaneValues = 1 << 16;

    /// <summary>The same for a plane of each channel of all images together: they have to be sorted.</summary>
    public const int SourceValues = 1 << 22;

    /// <summary>Fewer would tell nothing.</summary>
    public const int LeastPlaneValues = 1 << 10;

    /// <summary>Pixels of a plane that are enough: the smallest level with so many is read.</summary>
    public const long EnoughPixels = 1 << 16;

    /// <summary>One in so many values may be darker than black, and one brighter than full colour: a hot pixel must not darken a picture.</summary>
    public const int OneIn = 1000;
}
