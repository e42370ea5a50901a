using System.CommandLine;
using OmeFs.Fuse.Mount;
using OmeFs.Reports;

namespace OmeFs.Commands;

/// <summary>`omefs list`.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        var json = CommonOptions.Json("the mounts");
        var command = new Command("list", "Lists what omefs has mounted, and what a dead daemon left behind.") { json };
        command.SetAction(parsed =>
        {
            IReadOnlyList<MountReport> mounts = [.. FuseMount.List().Select(mount => new MountReport(mount.Source, mount.Mountpoint, !FuseMount.IsDead(mount)))];
            (parsed.GetValue(json) ? (IReportPrinter)new JsonPrinter() : new TerminalPrinter()).PrintMounts(mounts);
            return ExitCode.Done;
        });
        return command.WithExamples("omefs list", "omefs list --json");
    }
}
