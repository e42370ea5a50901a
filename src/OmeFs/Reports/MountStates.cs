using OmeFs.Fuse.Mount;

namespace OmeFs.Reports;

/// <summary>What `omefs list` says of a mount's daemon.</summary>
internal static class MountStates
{
    public const string Answers = "ok", Dead = "dead", Silent = "silent", Hidden = "hidden";

    public static MountReport Report(string source, string mountpoint, MountHealth health) => new(source, mountpoint, health is MountHealth.Answers or MountHealth.Hidden, health switch
    {
        MountHealth.Answers => Answers,
        MountHealth.Dead => Dead,
        MountHealth.Silent => Silent,
        MountHealth.Hidden => Hidden,
    });
}
