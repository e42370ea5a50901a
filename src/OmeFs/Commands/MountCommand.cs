using System.CommandLine;
using OmeFs.Composition;
using OmeFs.Daemon;
using OmeFs.Reports;

namespace OmeFs.Commands;

/// <summary>`omefs mount`: in the foreground it serves; otherwise it starts a daemon that does, and returns when the mount answers.</summary>
internal static class MountCommand
{
    public static Command Create()
    {
        var source = CommonOptions.Source();
        var mountpoint = CommonOptions.Mountpoint();
        var foreground = new Option<bool>("--foreground", "-f") { Description = "Stay in the foreground until unmounted (Ctrl-C unmounts)." };
        var allowOther = new Option<bool>("--allow-other") { Description = "Let other users in too, such as Samba. For users other than root this needs user_allow_other in /etc/fuse.conf." };
        var uid = new Option<uint?>("--uid") { Description = "Owner that files show (default: who mounts)." };
        var gid = new Option<uint?>("--gid") { Description = "Group that files show (default: who mounts)." };
        var options = new Option<string[]>("-o") { Description = "Options as in /etc/fstab: allow_other, uid=N, gid=N, layout=L, missing=M, allow_source=P, target=F, skip_refused, strict, log_level=L, log_file=F.", HelpName = "k=v,...", AllowMultipleArgumentsPerToken = false };
        var layout = CommonOptions.Layout();
        var missing = CommonOptions.Missing();
        var (allowSource, target, skipRefused, strict) = (CommonOptions.AllowSource(), CommonOptions.Target(), CommonOptions.SkipRefused(), CommonOptions.Strict());
        var logLevel = new Option<LogLevelName>("--log-level") { Description = "debug, info, warn or error.", DefaultValueFactory = _ => LogLevelName.Info, HelpName = "debug|info|warn|error" };
        var logFile = new Option<string?>("--log-file") { Description = $"Where the daemon logs (default: {LogSetup.DefaultFile}).", HelpName = "FILE" };
        var json = CommonOptions.Json("what was mounted");
        var announce = new Option<bool>(DaemonStart.AnnounceOption) { Hidden = true };
        var command = new Command("mount", "Mounts a TIFF, OME-TIFF or OME-XML file as an OME-Zarr folder, a folder of them as a folder of such folders, or a reference JSON as the folder it describes.")
        {
            source, mountpoint, foreground, allowOther, uid, gid, options, layout, missing, allowSource, target, skipRefused, strict, logLevel, logFile, json, announce,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var settings = MountSettings.Apply(parsed.GetValue(options) ?? [], new MountSettings
            {
                Source = CommonOptions.FullPath(parsed.GetValue(source), "SOURCE"),
                Mountpoint = CommonOptions.FullPath(parsed.GetValue(mountpoint), "MOUNTPOINT"),
                AllowOther = parsed.GetValue(allowOther),
                Uid = parsed.GetValue(uid),
                Gid = parsed.GetValue(gid),
                Layout = parsed.GetValue(layout),
                Missing = parsed.GetValue(missing),
                References = CommonOptions.References(parsed, allowSource, target, skipRefused, strict),
                LogLevel = parsed.GetValue(logLevel),
                LogFile = parsed.GetValue(logFile) is { } file ? CommonOptions.FullPath(file, "--log-file") : null,
            });
            var asJson = parsed.GetValue(json);
            if (parsed.GetValue(announce))
                return Serving.RunAsync(settings, DaemonStart.Announce, logToConsole: false);
            return parsed.GetValue(foreground)
                ? Serving.RunAsync(settings, report => Printer(asJson).PrintMounted(report, settings.Mountpoint), logToConsole: true)
                : DaemonStart.RunAsync(settings, () => Printer(asJson), cancellation);
        });
        return command.WithExamples(
            "omefs mount data.ome.tiff /mnt/zarr",
            "omefs mount /data/slides /mnt/zarr",
            "omefs mount --allow-other --log-file /var/log/omefs.log data.ome.tiff /srv/share/data.ome.zarr",
            "omefs mount --allow-source /data/raw refs.json /mnt/zarr",
            "omefs mount --target data.h5 refs.json /mnt/zarr",
            "omefs mount -o allow_other,uid=1000,gid=1000 data.ome.tiff /mnt/zarr");
    }

    private static IReportPrinter Printer(bool json) => json ? new JsonPrinter() : new TerminalPrinter();
}
