using OmeFs.Core.Tiff;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Series.Sets;

/// <summary>What IFDs must share to be planes of one array, however each is stored.</summary>
/// <param name="Type">Data type of the samples; null if Zarr has none.</param>
internal readonly record struct PlaneKind(int Width, int Length, int Depth, int SamplesPerPixel, DataType? Type)
{
    public static PlaneKind Of(in IfdLayout layout) =>
        new(layout.Width, layout.Length, layout.Depth, layout.SamplesPerPixel, layout.BitsPerSample == 0 ? null : SampleTypes.Of(layout, bigEndian: false));
}
