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
        command.SetAction((parsed, outer) => Interruption.RunAsync(cancellation =>
        {
            var entries = FuseMount.List();
            IReadOnlyList<MountReport> mounts = [.. entries.Zip(FuseMount.CheckHealth(entries), (entry, health) => MountStates.Report(entry.Source, entry.Mountpoint, health))];
            cancellation.ThrowIfCancellationRequested();
            (parsed.GetValue(json) ? (IReportPrinter)new JsonPrinter() : new TerminalPrinter()).PrintMounts(mounts);
            return Task.FromResult(ExitCode.Done);
        }, outer));
        return command.WithExamples("omefs list", "omefs list --json");
    }
}
