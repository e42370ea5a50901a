using System.CommandLine;
using OmeFs.Core;
using OmeFs.Daemon;
using OmeFs.Fuse.Mount;
using OmeFs.Reports;
using OmeFs.Settings;

namespace OmeFs.Commands;

/// <summary>`omefs umount`. Sends no request to a mount, so no mount can block it.</summary>
internal static class UmountCommand
{
    /// <summary>How long it waits for the daemons to end. Arbitrary: one that still serves open files takes longer.</summary>
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(2);

    public static Command Create()
    {
        var mountpoints = new Argument<string[]>("MOUNTPOINT") { Description = "Where it is mounted; see 'omefs list'. More than one may be given.", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all", "-a") { Description = "All mounts of omefs: yours, or everybody's if you are root." };
        var lazy = new Option<bool>("--lazy", "-l") { Description = "Hide it now, and end once no file is open any more." };
        var force = new Option<bool>("--force") { Description = "End it now, even if its daemon hangs: programs that still read get an error." };
        var command = new Command("umount", "Unmounts what 'omefs mount' mounted.") { mountpoints, all, lazy, force };
        command.Aliases.Add("unmount");
        command.Validators.Add(result =>
        {
            var (named, every) = (result.GetValue(mountpoints) is { Length: > 0 }, result.GetValue(all));
            if (!named && !every)
                result.AddError("MOUNTPOINT is missing: where it is mounted; or --all");
            if (named && every)
                result.AddError("--all takes no MOUNTPOINT");
        });
        command.SetAction(parsed =>
        {
            var how = parsed.GetValue(force) ? How.Force : parsed.GetValue(lazy) ? How.Lazy : How.Plain;
            return Run(parsed.GetValue(all) ? All() : [.. parsed.GetValue(mountpoints)!.Select(name => (Func<(string, MountEntry)>)(() => Named(name)))], how);
        });
        return command.WithExamples("omefs umount /mnt/data.ome.zarr", "omefs umount --lazy /mnt/data.ome.zarr", "omefs umount --all");
    }

    private enum How
    {
        Plain,
        Lazy,
        Force,
    }

    /// <summary>Unmounts one after the other. Each failure is reported; the last one decides the exit code.</summary>
    private static int Run(IReadOnlyList<Func<(string Path, MountEntry Entry)>> mounts, How how)
    {
        OmeFsException? failure = null;
        foreach (var mount in mounts)
        {
            try
            {
                var (path, entry) = mount();
                Unmount(path, entry, how);
            }
            catch (OmeFsException fault)
            {
                if (failure is not null)
                    ErrorOutput.Write(failure.Lines);
                failure = fault;
            }
        }
        return failure is null ? ExitCode.Done : throw failure;
    }

    /// <summary>All mounts; those on top of others come first.</summary>
    private static List<Func<(string Path, MountEntry Entry)>> All() =>
        [.. FuseMount.List().Where(FuseMount.CanUnmount).Reverse().Select(entry => (Func<(string, MountEntry)>)(() => (entry.Mountpoint, entry)))];

    private static (string Path, MountEntry Entry) Named(string name)
    {
        var path = UserPath.OfMountpoint(name);
        var resolved = MountPath.Resolve(path);
        var entry = MountTable.At(resolved);
        return entry is { Type: FuseMount.Type }
            ? (path, entry)
            : throw new OmeFsException(
                FaultKind.NotFound,
                entry is null
                    ? $"{path}: omefs has nothing mounted there; 'omefs list' shows what it has"
                    : $"{path}: not mounted by omefs: '{entry.Source}' (type {entry.Type}); 'omefs list' shows what omefs has");
    }

    private static void Unmount(string path, MountEntry entry, How how)
    {
        if (!FuseMount.CanUnmount(entry))
            throw new OmeFsException(
                FaultKind.AccessRefused,
                entry.Owner == 0 ? $"{path}: mounted by root: only root can unmount it" : $"{path}: mounted by {Accounts.NameOf(entry.Owner!.Value)}: only that user or root can unmount it");
        var daemons = DaemonProcess.Serving(entry.Mountpoint);
        if (how == How.Force && !FuseMount.Abort(entry))
            DaemonProcess.EndNow(daemons);
        if (FuseMount.Unmount(entry, how != How.Plain) == UnmountResult.Busy)
            throw new OmeFsException(FaultKind.SourceFailed, [$"{path}: is in use{MountUsers.Of(entry.Mountpoint)}", "Close what is open in it, or use --lazy."]);
        DaemonProcess.WaitForEnd(daemons, EndPatience);
    }
}
