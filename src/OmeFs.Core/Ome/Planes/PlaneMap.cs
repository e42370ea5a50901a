namespace OmeFs.Core.Ome.Planes;

/// <summary>Maps (z, channel, t) of one image to an IFD in the main chain of a file.</summary>
/// <remarks>
/// Memory grows with the number of runs of consecutive planes in consecutive IFDs, not with the number of planes. A channel is an IFD group: an
/// RGB pixel's samples are one channel here, and three in SizeC.
/// </remarks>
internal sealed class PlaneMap
{
    private readonly PlaneRun[] _runs;
    private readonly IPlaneFiles _files;

    internal PlaneMap(PlaneOrder order, PlaneRun[] runs, IPlaneFiles files, int samplesPerPixel)
    {
        (Order, _runs, _files, SamplesPerPixel) = (order, runs, files, samplesPerPixel);
        foreach (var run in _runs)
            AvailablePlanes += Math.Clamp(IfdCount(run) - run.FirstIfd, 0, run.Count);
    }

    public PlaneOrder Order { get; }

    public int SizeZ => Order.SizeZ;

    /// <summary>The number of IFD groups. Times <see cref="SamplesPerPixel"/>, it gives the image's channels as a viewer counts them.</summary>
    public int Channels => Order.Channels;

    public int SizeT => Order.SizeT;

    /// <summary>SamplesPerPixel of the TIFF.</summary>
    public int SamplesPerPixel { get; }

    /// <summary>Planes that have an IFD. 0 if the image's files are not there, or its TiffData have PlaneCount 0.</summary>
    public long AvailablePlanes { get; }

    public int RunCount => _runs.Length;

    /// <summary>The IFDs of all planes that have one, in DimensionOrder. An IFD with several planes is repeated. Planes without an IFD cost nothing.</summary>
    public IEnumerable<IfdPlace> Places
    {
        get
        {
            foreach (var run in _runs)
                for (var ifd = run.FirstIfd; ifd < Math.Min(IfdCount(run), run.FirstIfd + run.Count); ifd++)
                    yield return new IfdPlace(run.File, (int)ifd);
        }
    }

    /// <summary>TiffData elements that are ignored because their First* is outside the image.</summary>
    public int IgnoredTiffData { get; internal init; }

    /// <inheritdoc cref="PlaneMapBuilder.Create"/>
    public static PlaneMap Create(Pixels pixels, IPlaneFiles files, int samplesPerPixel, int firstIfd = 0) =>
        PlaneMapBuilder.Create(pixels, files, samplesPerPixel, firstIfd);

    /// <inheritdoc cref="PlaneMapBuilder.CreateAll"/>
    public static IReadOnlyList<PlaneMap> CreateAll(OmeDocument document, IPlaneFiles files) => PlaneMapBuilder.CreateAll(document, files);

    /// <summary>The IFD of a plane, or <see cref="IfdPlace.None"/>. O(log runs).</summary>
    public IfdPlace PlaceOf(int z, int channel, int t) => PlaceOf(Order.OrdinalOf(z, channel, t));

    /// <param name="ordinal">The plane's ordinal in DimensionOrder.</param>
    /// <inheritdoc cref="PlaceOf(int, int, int)"/>
    public IfdPlace PlaceOf(long ordinal)
    {
        var at = Bisection.First(0, _runs.Length, _runs, ordinal, static (runs, ordinal, i) => ordinal < runs[i].End);
        if (at == _runs.Length || ordinal < _runs[at].First)
            return IfdPlace.None;
        ref readonly var run = ref _runs[at];
        return run.IfdOf(ordinal) is var ifd && ifd < IfdCount(run) ? new IfdPlace(run.File, (int)ifd) : IfdPlace.None;
    }

    private int IfdCount(in PlaneRun run) => run.File == PlaneRun.NoFile ? 0 : _files.IfdCount(run.File);
}
