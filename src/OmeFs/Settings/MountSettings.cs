using OmeFs.Core.Sources;

namespace OmeFs.Settings;

/// <summary>The settings of `omefs mount`, as they are passed to the daemon.</summary>
internal sealed record MountSettings
{
    public required SourceAddress Source { get; init; }

    public ViewSettings View { get; init; } = new();

    public required DoorSettings Door { get; init; }

    public LogSettings Log { get; init; } = new();

    /// <summary>All options of `omefs mount` that are settings of the mount.</summary>
    public static IReadOnlyList<Setting<MountSettings>> Options() =>
    [
        .. DoorSettings.Options().Select(one => one.Within((MountSettings whole) => whole.Door, (whole, door) => whole with { Door = door })),
        .. ViewSettings.Options().Concat(ViewSettings.ReferenceOptions(reading: true)).Select(one => one.Within((MountSettings whole) => whole.View, (whole, view) => whole with { View = view })),
        .. LogSettings.Options().Select(one => one.Within((MountSettings whole) => whole.Log, (whole, log) => whole with { Log = log })),
    ];
}
