using OmeFs.Core.Arrays;

namespace OmeFs.Core.Verification;

/// <summary>Pixels of one place along t and z, inside of the image: what of a chunk can be compared.</summary>
/// <param name="Image">Position of the image in the view.</param>
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

    /// <summary>It says too that the source has nothing there.</summary>
    Nothing,

    /// <summary>It contradicts without pixels; the words say how.</summary>
    Otherwise,

    /// <summary>It cannot judge; the words say why.</summary>
    Silent,
}

/// <summary>What a second opinion says of an area.</summary>
/// <param name="Words">Of <see cref="OpinionKind.Otherwise"/> and <see cref="OpinionKind.Silent"/>.</param>
public readonly record struct Opinion(OpinionKind Kind, string Words = "");

/// <summary>Another reader of the same source, which shares no code with the one that is verified. Safe from many threads.</summary>
public interface ISecondOpinion : IDisposable
{
    /// <summary>Who it is: "libtiff 4.5.0, its own reading of the file".</summary>
    string Name { get; }

    /// <summary>Why nobody but omefs says which plane of an image is where; null where the opinion has its own idea of it.</summary>
    /// <param name="image">Position of the image in the view.</param>
    string? WhyNoPlaneOrder(int image);

    /// <summary>Reads an area.</summary>
    /// <param name="array">Which the area is of.</param>
    /// <param name="samples">
    /// Along c, y, x, of the array's type but little-endian. With <see cref="OpinionKind.Pixels"/> all of it is written, and is the fill
    /// value where the source has no segment.
    /// </param>
    Opinion Read(PlaneArea area, VirtualArray array, Span<byte> samples);
}
