using OmeFs.Core.Ome;
using OmeFs.Core.Ome.Planes;
using OmeFs.Core.Series.Channels;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Series;

/// <summary>
/// The series of a Zeiss LSM: one per position. An IFD holds a plane of all channels, or of one. Every second IFD is a thumbnail, which is marked
/// as reduced and not shown. The scan type gives the order of the IFDs.
/// </summary>
internal static class LsmSeries
{
    private const double MicrometersPerMeter = 1e6;

    /// <summary>Null if the file is not an LSM, or its dimensions do not match its IFDs; the latter adds a notice.</summary>
    public static async Task<IReadOnlyList<ImageSeries>?> ReadAsync(TiffFile file, string name, List<string> notices, CancellationToken cancellation)
    {
        if (file.Lsm is not { } info)
            return null;
        if (Planes(file) is not { } planes)
        {
            notices.Add("the LSM record was ignored: its IFDs are not planes of one size and type");
            return null;
        }
        var samples = planes.Layout.SamplesPerPixel;
        var channels = info.Channels > samples && info.Channels % samples == 0 ? info.Channels / samples : 1;
        var each = (Int128)info.SizeZ * channels * info.SizeT;
        var isWhole = each * info.Positions == planes.Ifds.Count;
        if (!isWhole && (info.Positions > 1 || planes.Ifds.Count > each || each > PlaneClaims.Most(planes.Ifds.Count) || channels > planes.Ifds.Count))
        {
            notices.Add($"the LSM record declares {info.SizeZ} z, {info.Channels} channel(s), {info.SizeT} point(s) in time and {info.Positions} position(s), "
                + $"but the file has {planes.Ifds.Count} IFD(s) with planes; the record was ignored");
            return null;
        }
        if (!isWhole)
            notices.Add($"the LSM record declares {each} planes, but the file has {planes.Ifds.Count}; the others show the fill value");
        if ((info.Width, info.Length) != (planes.Layout.Width, planes.Layout.Length))
            notices.Add($"the LSM record says {info.Width}×{info.Length} pixels, the TIFF {planes.Layout.Width}×{planes.Layout.Length}; the TIFF's are shown");
        var order = new PlaneOrder(OrderOf(info.ScanType), info.SizeZ, channels, info.SizeT);
        new ChannelBound(file.Source.Name).Expect(channels * samples);
        var series = new List<ImageSeries>();
        for (var position = 0; position < info.Positions; position++)
        {
            var ifds = isWhole ? [.. planes.Ifds.Skip(position * (int)each).Take((int)each)] : planes.Ifds;
            series.Add(await PlainSeries.SeriesAsync(Stack(planes with { Ifds = ifds }, order, info, name, position), [], cancellation));
        }
        return series;
    }

    private static ImageStack Stack(IfdGroup group, PlaneOrder order, LsmInfo info, string name, int position) => new(group, order)
    {
        Name = info.Positions > 1 ? $"{name} {position}" : name,
        T = info.TimeStep > 0 ? new AxisScale(info.TimeStep, "second") : AxisScale.Unknown,
        Z = Scale(info.VoxelZ) ?? AxisScale.Unknown,
        Y = Scale(info.VoxelY),
        X = Scale(info.VoxelX),
        Channels = Channels(group.Layout, order.Channels * group.Layout.SamplesPerPixel, info),
        Reason = info.Positions > 1 ? $"LSM: position {position} of {info.Positions}" : "LSM",
    };

    /// <summary>All planes of the file in the order of the chain: the IFDs that are not thumbnails. Null if they differ.</summary>
    private static IfdGroup? Planes(TiffFile file) =>
        IfdGroup.OfMainChain(file, Enumerable.Range(0, file.Ifds.Count).Where(ifd => !file.Ifds.LayoutOf(ifd).Reduced)) is [var all]
            ? all with { Ifds = [.. Enumerable.Range(0, file.Ifds.Count).Where(ifd => IsPlane(file, ifd))] }
            : null;

    /// <summary>An unreadable IFD is a plane unless it is where the thumbnails are, at every second index.</summary>
    private static bool IsPlane(TiffFile file, int ifd) => file.Ifds.LayoutOf(ifd) is { HasSegments: true } layout ? !layout.Reduced : ifd % 2 == 0;

    private static AxisScale? Scale(double meters) => meters > 0 ? new AxisScale(Math.Round(meters * MicrometersPerMeter, 12), "micrometer") : null;

    private static IReadOnlyList<SeriesChannel> Channels(in IfdLayout layout, int count, LsmInfo info) =>
    [
        .. DefaultChannels.Of(layout, count).Select((channel, index) => channel with
        {
            Label = index < info.Names.Count && info.Names[index].Length > 0 ? info.Names[index] : channel.Label,
            Color = index < info.Colors.Count ? info.Colors[index] : channel.Color,
        }),
    ];

    /// <summary>The order of IFDs by scan type, as in Bio-Formats.</summary>
    private static DimensionOrder OrderOf(int scanType) => scanType switch
    {
        3 or 5 or 9 => DimensionOrder.XYTCZ, // time series of planes
        4 or 6 => DimensionOrder.XYZTC, // time series of stacks
        7 => DimensionOrder.XYCTZ, // spline
        8 => DimensionOrder.XYCZT, // spline x-z
        _ => DimensionOrder.XYZCT,
    };
}
