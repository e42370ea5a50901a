namespace OmeFs.Core.Display;

/// <summary>The cost limits of one channel. They depend on the numbers of images and channels only, so a window does not depend on earlier reads.</summary>
/// <param name="FirstChunkBytes">The most bytes for its first chunk.</param>
/// <param name="Bytes">The most bytes for all its chunks, unless the first one takes more.</param>
/// <param name="PlaneValues">Values of each plane that are used.</param>
internal readonly record struct WindowBudget(long FirstChunkBytes, long Bytes, int Chunks, int PlaneValues)
{
    /// <param name="images">Images of the source whose windows come from pixels.</param>
    /// <param name="channels">Such channels of this image.</param>
    public static WindowBudget Of(int images, int channels)
    {
        var share = Math.Min(WindowLimits.ImageBytes, WindowLimits.SourceBytes / images) / channels;
        return new(
            Math.Min(WindowLimits.ChunkBytes, share),
            Math.Min(WindowLimits.ChannelBytes, share),
            WindowLimits.SourceChunks / images / channels,
            Math.Clamp(WindowLimits.SourceValues / images / channels, WindowLimits.LeastPlaneValues, WindowLimits.PlaneValues));
    }
}
