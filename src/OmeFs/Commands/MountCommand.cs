using System.CommandLine;
using OmeFs.Composition;
using OmeFs.Daemon;
using OmeFs.Reports;
using OmeFs.Settings;

namespace OmeFs.Commands;

/// <summary>`omefs mount`: serves in the foreground; or starts a daemon that serves, and returns when the mount answers.</summary>
internal static class MountCommand
{
    /// <summary>MountHelper sets it unless mount(8) is given -v. It is not for users.</summary>
    public const string Quiet = "--quiet";

    public static Command Create()
    {
        var source = CommonOptions.Source();
        var mountpoint = CommonOptions.Mountpoint();
        var foreground = new Option<bool>("--foreground", "-f") { Description = "Stay in the foreground; Ctrl-C unmounts." };
        var options = new Option<string[]>("-o")
        {
            Description = "Options as in /etc/fstab (allow_other,uid=1000), and those of mount(8).",
            HelpName = "k=v,...",
            AllowMultipleArgumentsPerToken = false
        };
        var settings = MountSettings.Options();
        var json = CommonOptions.Json("what was mounted");
        var quiet = new Option<bool>(Quiet, "-q") { Description = "Say nothing unless something is wrong.", Hidden = true };
        var command = new Command("mount", "Mounts a file as an OME-Zarr folder, or a folder of files as a folder of these. Returns when the mount answers.")
        {
            source, mountpoint, foreground, options,
        };
        settings.AddTo(command);
        command.Options.Add(json);
        command.Options.Add(quiet);
        command.SetAction((parsed, cancellation) =>
        {
            var mount = settings.Read(parsed, new MountSettings
            {
                Source = UserPath.OfSource(parsed.GetValue(source)),
                Door = new DoorSettings { Mountpoint = UserPath.OfMountpoint(parsed.GetValue(mountpoint)) },
            });
            Action<SourceReport>? print = parsed.GetValue(quiet) ? null : report => Printer(parsed.GetValue(json)).PrintMounted(report, mount.Door.Mountpoint);
            return parsed.GetValue(foreground)
                ? MountRunner.RunAsync(mount, report => print?.Invoke(report), foreground: true)
                : DaemonStart.RunAsync(mount, print, cancellation);
        });
        return command.WithNotes(ViewSettings.Summary(ViewSettings.ReferenceOptions(reading: true))).WithExamples(
            "omefs mount data.ome.tiff /mnt/data.ome.zarr",
            "omefs mount /data/slides /mnt/slides",
            "omefs mount --allow-other data.ome.tiff /srv/share/data.ome.zarr");
    }

    private static IReportPrinter Printer(bool json) => json ? new JsonPrinter() : new TerminalPrinter();
}
