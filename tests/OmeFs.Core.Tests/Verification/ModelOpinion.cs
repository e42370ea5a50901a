using OmeFs.Core.Arrays;
using OmeFs.Core.Tests.Arrays;
using OmeFs.Core.Verification;

namespace OmeFs.Core.Tests.Verification;

/// <summary>A second opinion that knows every sample, one by one.</summary>
/// <param name="flipped">A sample of which it has another idea.</param>
internal sealed class ModelOpinion(ImageModel model, SamplePlace? flipped = null) : IPixelOracle
{
    public string Name => "the model";

    /// <summary>What it says of every area, instead of pixels.</summary>
    public Opinion? Says { get; init; }

    public string? WhyNoPlaneOrder(int image) => null;

    public Opinion Read(PlaneArea area, VirtualArray array, Span<byte> samples)
    {
        if (Says is { } said)
            return said;
        var (type, at, found) = (array.Type with { BigEndian = false }, 0, false);
        for (var c = area.C; c < area.C + area.Channels; c++)
            for (var y = area.Y; y < area.Y + area.Rows; y++)
                for (var x = area.X; x < area.X + area.Columns; x++, at += type.Size)
                {
                    model.Sample(type, c, area.Z, y, x).CopyTo(samples[at..]);
                    if (flipped == new SamplePlace(area.T, c, area.Z, y, x))
                        samples[at] ^= 1;
                    found |= !model.IsMissing(c, area.Z, y, x);
                }
        return new Opinion(found ? OpinionKind.Pixels : OpinionKind.Nothing);
    }

    public void Dispose()
    {
    }
}
