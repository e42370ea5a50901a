using OmeFs.Core.Arrays;

namespace OmeFs.Core.Verification;

/// <summary>An area of pixels inside the image, at one index along t and z: the comparable part of a chunk.</summary>
/// <param name="Image">Index of the image in the view.</param>
/// <param name="C">First channel, counting samples.</param>
/// <param name="Y">First row.</param>
/// <param name="X">First column.</param>
public readonly record struct PlaneArea(int Image, int Level, int T, int Z, int C, int Channels, int Y, int Rows, int X, int Columns)
{
    public long Samples => (long)Channels * Rows * Columns;
}

public enum OpinionKind
{
    /// <summary>Its pixels are in the buffer.</summary>
    Pixels,

    /// <summary>It agrees that the source has nothing there.</summary>
    Nothing,

    /// <summary>It contradicts without pixels; the words say how.</summary>
    Differs,

    /// <summary>It finds the area damaged; the words say how.</summary>
    Fails,

    /// <summary>It cannot judge; the words say why.</summary>
    CannotJudge,
}

/// <summary>The answer of a second opinion for an area.</summary>
/// <param name="Words">For <see cref="OpinionKind.Differs"/>, <see cref="OpinionKind.Fails"/> and <see cref="OpinionKind.CannotJudge"/>.</param>
public readonly record struct Opinion(OpinionKind Kind, string Words = "");

/// <summary>Another reader of the same source, which shares no code with the one that is verified. Safe from many threads.</summary>
public interface IPixelOracle : IDisposable
{
    /// <summary>Its name: "libtiff 4.5.0, its own reading of the file".</summary>
    string Name { get; }

    /// <summary>Why the plane order of an image cannot be judged independently; null if it can.</summary>
    /// <param name="image">Index of the image in the view.</param>
    string? WhyNoPlaneOrder(int image);

    /// <summary>Reads an area.</summary>
    /// <param name="array">The array of the area.</param>
    /// <param name="samples">
    /// Along c, y, x, of the array's type but little-endian. With <see cref="OpinionKind.Pixels"/> all of it is written, with the fill
    /// value for pixels without a segment.
    /// </param>
    Opinion Read(PlaneArea area, VirtualArray array, Span<byte> samples);
}
