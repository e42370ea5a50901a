using OmeFs.Core.Tiff;

namespace OmeFs.Core.Tests;

/// <summary>The layout of an image of unsigned bytes in one segment.</summary>
internal static class GreyLayout
{
    public static IfdLayout Of(Compression compression, int width, int length, bool tiled = true) => new()
    {
        Width = width,
        Length = length,
        SamplesPerPixel = 1,
        BitsPerSample = 8,
        Format = SampleFormat.Unsigned,
        Compression = compression,
        Photometric = Photometric.MinIsBlack,
        HasSegments = true,
        Tiled = tiled,
        SegmentWidth = width,
        SegmentLength = length,
    };
}
