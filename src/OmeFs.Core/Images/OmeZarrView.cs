using OmeFs.Core.Arrays;
using OmeFs.Core.Display;
using OmeFs.Core.Series.Channels;
using OmeFs.Core.Tree;

namespace OmeFs.Core.Images;

/// <summary>A source as an OME-Zarr hierarchy, which a mount shows and <c>inspect</c> reports. Immutable; safe from many threads.</summary>
/// <param name="Images">In the order of their groups.</param>
public sealed record OmeZarrView(SourceImages Source, VirtualTree Tree, IReadOnlyList<ImageArrays> Images)
{
    /// <summary>The version that the tree is written in.</summary>
    public required OmeZarrVersion Version { get; init; }

    /// <summary>Gives each image its group and builds the tree.</summary>
    /// <exception cref="OmeFsException">
    /// <see cref="FaultKind.Usage"/>: the images do not fit the layout. <see cref="FaultKind.LimitExceeded"/>: there are too many channels.
    /// </exception>
    public static OmeZarrView Of(SourceImages source, OmeZarrLayout layout, OmeZarrVersion version)
    {
        var series = source.Set.Series;
        var bound = new ChannelBound(source.Name);
        var arrays = source.Levels.Select(levels => (IReadOnlyList<VirtualArray>)[.. levels.Select(level => level.Array)]).ToList();
        foreach (var levels in arrays)
            bound.Expect(levels[0].Shape.C);
        var paths = OmeZarrTree.Paths(series.Count, layout);
        var windows = DisplayWindows.OfAll([.. series.Zip(arrays)]);
        var images = series.Select((one, i) => new ImageArrays(one, arrays[i]) { Path = paths[i], Windows = windows[i] }).ToList();
        return Of(source, images, version);
    }

    /// <summary>The same source with only some of its images and levels. Images keep their groups; levels are numbered from 0.</summary>
    public OmeZarrView Only(IReadOnlyList<ImageArrays> images) => Of(Source, images, Version);

    private static OmeZarrView Of(SourceImages source, IReadOnlyList<ImageArrays> images, OmeZarrVersion version)
    {
        var notices = new List<string>();
        var metadata = ImageMetadata.Write(source.Set, images, source.Name, notices);
        source = notices.Aggregate(source, (noticed, notice) => noticed.WithNotice(notice));
        try
        {
            return new OmeZarrView(source, OmeZarrTree.Build(images, metadata, version, source.Identity), images) { Version = version };
        }
        catch (OmeFsException fault) when (fault.Kind == FaultKind.LimitExceeded)
        {
            // A tree does not know the name of its source.
            throw new OmeFsException(fault.Kind, $"{source.Name}: {fault.Message}", fault);
        }
    }
}
