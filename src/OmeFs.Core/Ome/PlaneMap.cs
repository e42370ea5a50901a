namespace OmeFs.Core.Ome;

/// <summary>(z, channel, t) of one image → the IFD of one file's main chain.</summary>
/// <remarks>
/// Memory grows with the runs of consecutive planes in consecutive IFDs, not with the planes. Channels count IFD groups: the samples
/// of an RGB pixel are one channel here, and three of SizeC.
/// </remarks>
public sealed class PlaneMap
{
    /// <summary>What <see cref="IfdOf(int, int, int)"/> says of a plane that is in no IFD of this file.</summary>
    public const int NoIfd = -1;

    private readonly PlaneRun[] _runs;
    private readonly int _ifdCount;

    internal PlaneMap(PlaneOrder order, PlaneRun[] runs, int ifdCount, int samplesPerPixel)
    {
        (Order, _runs, _ifdCount, SamplesPerPixel) = (order, runs, ifdCount, samplesPerPixel);
        foreach (var run in _runs)
            AvailablePlanes += run.FirstIfd == PlaneRun.Elsewhere ? 0 : Math.Clamp(ifdCount - run.FirstIfd, 0, run.Count);
    }

    public PlaneOrder Order { get; }

    public int SizeZ => Order.SizeZ;

    /// <summary>IFD groups; times <see cref="SamplesPerPixel"/> the image's channels as a viewer counts them.</summary>
    public int Channels => Order.Channels;

    public int SizeT => Order.SizeT;

    /// <summary>As the TIFF has it.</summary>
    public int SamplesPerPixel { get; }

    /// <summary>Planes that have an IFD in this file. None: the image is not in this file, or its TiffData said PlaneCount 0.</summary>
    public long AvailablePlanes { get; }

    public int RunCount => _runs.Length;

    /// <summary>The IFDs of the planes that have one, in DimensionOrder; an IFD of several planes as often. Planes without one cost nothing.</summary>
    public IEnumerable<int> Ifds
    {
        get
        {
            foreach (var run in _runs)
                for (var ifd = run.FirstIfd; run.FirstIfd != PlaneRun.Elsewhere && ifd < Math.Min(_ifdCount, run.FirstIfd + run.Count); ifd++)
                    yield return (int)ifd;
        }
    }

    /// <summary>The other files of the set which planes of this image are in, each once, by name where they have one.</summary>
    public IReadOnlyList<string> OtherFiles { get; internal init; } = [];

    /// <summary>TiffData elements whose First* is outside of the image, and which say nothing therefore.</summary>
    public int IgnoredTiffData { get; internal init; }

    /// <inheritdoc cref="PlaneMapBuilder.Create"/>
    public static PlaneMap Create(
        Pixels pixels, int ifdCount, int samplesPerPixel, string? selfUuid, string selfFileName, int firstIfd = 0) =>
        PlaneMapBuilder.Create(pixels, ifdCount, samplesPerPixel, new SelfName(selfUuid, selfFileName), firstIfd);

    /// <inheritdoc cref="PlaneMapBuilder.CreateAll"/>
    public static IReadOnlyList<PlaneMap> CreateAll(
        OmeDocument document, int ifdCount, Func<int, int> samplesPerPixelOf, string selfFileName) =>
        PlaneMapBuilder.CreateAll(document, ifdCount, samplesPerPixelOf, selfFileName);

    /// <summary>The IFD's place in the main chain from 0, or <see cref="NoIfd"/>. O(log runs).</summary>
    public int IfdOf(int z, int channel, int t) => IfdOf(Order.OrdinalOf(z, channel, t));

    /// <param name="ordinal">The plane's place in DimensionOrder.</param>
    /// <inheritdoc cref="IfdOf(int, int, int)"/>
    public int IfdOf(long ordinal)
    {
        int low = 0, high = _runs.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            ref readonly var run = ref _runs[middle];
            if (ordinal < run.First)
                high = middle - 1;
            else if (ordinal >= run.End)
                low = middle + 1;
            else
                return run.IfdOf(ordinal) is var ifd && ifd < _ifdCount ? (int)ifd : NoIfd;
        }
        return NoIfd;
    }
}
