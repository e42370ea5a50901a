using System.CommandLine;

namespace OmeFs.Settings;

/// <summary>The place of a mount, and who may use it.</summary>
internal sealed record DoorSettings
{
    /// <summary>One SELinux option of -o, which is passed to the kernel.</summary>
    public const string SecurityContextOption = "--security-context";

    /// <summary>Absolute path.</summary>
    public required string Mountpoint { get; init; }

    /// <summary>Create the mountpoint if it does not exist, and remove it when the mount ends.</summary>
    public bool MakeMountpoint { get; init; } = true;

    public bool AllowOther { get; init; }

    public uint? Uid { get; init; }

    public uint? Gid { get; init; }

    /// <summary>The r bits shown for every file; null for those of the source.</summary>
    public uint? Mode { get; init; }

    /// <summary>"context=...": options for SELinux.</summary>
    public IReadOnlyList<string> SecurityContexts { get; init; } = [];

    public static IReadOnlyList<Setting<DoorSettings>> Options() =>
    [
        Setting.Of(
            new Option<bool>("--allow-other") { Description = "Let other users in, such as Samba. Unless you are root, this needs user_allow_other in /etc/fuse.conf." },
            (DoorSettings door, bool on) => door with { AllowOther = on }),
        Setting.Of(
            Choice.Mode("--mode", "Who may read: 0444, 0440, 0400 (default: the source's)."),
            (DoorSettings door, uint? mode) => door with { Mode = mode }),
        Setting.Of(
            Choice.Account("--uid", "Owner of the files (default: you; root: the source's).", Accounts.User),
            (DoorSettings door, uint? user) => door with { Uid = user }),
        Setting.Of(
            Choice.Account("--gid", "Group of the files (default: the source's).", Accounts.Group),
            (DoorSettings door, uint? group) => door with { Gid = group }),
        Setting.Of(
            new Option<bool>("--no-create") { Description = "Refuse a mountpoint that does not exist." },
            (DoorSettings door, bool on) => door with { MakeMountpoint = !on }),
        Setting.Of(
            new Option<string[]>(SecurityContextOption) { Hidden = true, AllowMultipleArgumentsPerToken = false },
            (DoorSettings door, string[] contexts) => door with { SecurityContexts = contexts }),
    ];
}
