using System.CommandLine;
using OmeFs.Composition;
using OmeFs.Daemon;
using OmeFs.Reports;

namespace OmeFs.Commands;

/// <summary>`omefs mount`: in the foreground it serves; otherwise it starts a daemon that does, and returns when the mount answers.</summary>
internal static class MountCommand
{
    /// <summary>One SELinux option of -o, for the kernel.</summary>
    public const string SecurityContextOption = "--security-context";

    public static Command Create()
    {
        var source = CommonOptions.Source();
        var mountpoint = CommonOptions.Mountpoint();
        var foreground = new Option<bool>("--foreground", "-f") { Description = "Stay in the foreground; Ctrl-C unmounts." };
        var allowOther = new Option<bool>("--allow-other") { Description = "Let other users in, such as Samba. Unless you are root, this needs user_allow_other in /etc/fuse.conf." };
        var mode = Choice.Mode("--mode", "Who may read: 0444, 0440, 0400 (default: the source's).");
        var uid = Choice.Account("--uid", "Owner of the files (default: you; root: the source's).", Accounts.User);
        var gid = Choice.Account("--gid", "Group of the files (default: the source's).", Accounts.Group);
        var options = new Option<string[]>("-o") { Description = "Options as in /etc/fstab (allow_other,uid=1000), and those of mount(8).", HelpName = "k=v,...", AllowMultipleArgumentsPerToken = false };
        var layout = CommonOptions.Layout();
        var missing = CommonOptions.Missing();
        var references = CommonOptions.References(reading: true);
        var logLevel = Choice.Option<LogLevelName>("--log-level", "info (default), debug, warn or error.");
        var logFile = new Option<string?>("--log-file") { Description = $"Where the daemon logs (default: {LogSetup.DefaultFile ?? "nowhere, as there is no home"}).", HelpName = "FILE" };
        var noCreate = new Option<bool>("--no-create") { Description = "Refuse a mountpoint that does not exist." };
        var json = CommonOptions.Json("what was mounted");
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Say nothing unless something is wrong.", Hidden = true };
        var contexts = new Option<string[]>(SecurityContextOption) { Hidden = true, AllowMultipleArgumentsPerToken = false };
        var announce = new Option<bool>(DaemonStart.AnnounceOption) { Hidden = true };
        var command = new Command("mount", "Mounts a file as an OME-Zarr folder, or a folder of files as a folder of these. Returns when the mount answers.")
        {
            source, mountpoint, foreground, allowOther, mode, uid, gid, options, layout, missing, noCreate, logLevel, logFile, quiet, json, contexts, announce,
        };
        references.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            var settings = new MountSettings
            {
                Source = UserPath.OfSource(parsed.GetValue(source)),
                Mountpoint = UserPath.OfMountpoint(parsed.GetValue(mountpoint)),
                AllowOther = parsed.GetValue(allowOther),
                Uid = parsed.GetValue(uid),
                Gid = parsed.GetValue(gid),
                Mode = parsed.GetValue(mode),
                Layout = parsed.GetValue(layout),
                Missing = parsed.GetValue(missing),
                References = references.Of(parsed),
                LogLevel = parsed.GetValue(logLevel),
                LogFile = parsed.GetValue(logFile) is { } file ? UserPath.Of(file, "--log-file") : null,
                SecurityContexts = parsed.GetValue(contexts) ?? [],
                MakeMountpoint = !parsed.GetValue(noCreate),
            };
            IReportPrinter Printer() => parsed.GetValue(json) ? new JsonPrinter() : new TerminalPrinter();
            Action<SourceReport>? print = parsed.GetValue(quiet) ? null : report => Printer().PrintMounted(report, settings.Mountpoint);
            if (parsed.GetValue(announce))
                return Serving.RunAsync(settings, DaemonStart.Announce, foreground: false);
            return parsed.GetValue(foreground)
                ? Serving.RunAsync(settings, report => print?.Invoke(report), foreground: true)
                : DaemonStart.RunAsync(settings, print is null ? null : Printer, cancellation);
        });
        return command.WithNotes(references.Summary).WithExamples(
            "omefs mount data.ome.tiff /mnt/data.ome.zarr",
            "omefs mount /data/slides /mnt/slides",
            "omefs mount --allow-other data.ome.tiff /srv/share/data.ome.zarr");
    }
}
