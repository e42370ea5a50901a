using System.Buffers.Binary;
using System.CommandLine;
using OmeFs.Core;
using OmeFs.Core.Sources;
using OmeFs.Daemon;
using OmeFs.Demo;
using OmeFs.Fuse.Mount;
using OmeFs.Reports;
using OmeFs.Settings;

namespace OmeFs.Commands;

/// <summary>`omefs demo`: writes a sample, mounts it, shows the tree, reads every pixel back, and cleans up.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var keep = new Option<bool>("--keep") { Description = "Leave the sample mounted, to look around in it." };
        var command = new Command("demo", "Writes a small OME-TIFF, mounts it, shows the tree and reads it.") { keep };
        command.SetAction((parsed, outer) => Interruption.RunAsync(cancellation => RunAsync(parsed.GetValue(keep), cancellation), outer));
        return command.WithExamples("omefs demo", "omefs demo --keep");
    }

    private static async Task<int> RunAsync(bool keep, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var folder = OwnFolder();
        var sample = Path.Join(folder.FullName, "rings.ome.tiff");
        var mountpoint = folder.CreateSubdirectory("rings.ome.zarr").FullName;
        var wrong = true;
        try
        {
            Write(sample);
            cancellation.ThrowIfCancellationRequested();
            Terminal.Output.Line($"wrote [bold]{sample}[/]");
            await DaemonStart.RunAsync(new MountSettings { Source = SourceAddress.OfPath(sample), Door = new DoorSettings { Mountpoint = mountpoint } },
                report => new TerminalPrinter().PrintMounted(report, mountpoint), cancellation);
            Terminal.Output.Write(new TerminalTree(mountpoint, Below(new DirectoryInfo(mountpoint))));
            wrong = CountWrongPixels(mountpoint) is > 0 and var count && ReportWrong(count);
        }
        finally
        {
            if (!keep || wrong)
                TidyUp(mountpoint, folder);
        }
        Terminal.Output.Line($"[green]all pixels are right[/]; {(keep ? "it stays mounted until the last line's command" : "unmounted and tidied up")}");
        if (keep)
            Terminal.Output.Line($"  omefs umount {mountpoint} && rm -r {folder.FullName}");
        return ExitCode.Done;
    }

    private static void Write(string sample)
    {
        try
        {
            SampleOmeTiff.Write(sample);
        }
        catch (Exception cause) when (SystemFault.Is(cause))
        {
            throw new OmeFsException(FaultKind.SourceFailed, $"{sample}: cannot be written: {SystemFault.Words(cause)}; set TMPDIR to a folder with room for it", cause);
        }
    }

    /// <exception cref="OmeFsException">The folder cannot be created in TMPDIR.</exception>
    private static DirectoryInfo OwnFolder()
    {
        try
        {
            return Directory.CreateTempSubdirectory("omefs-demo-");
        }
        catch (Exception cause) when (SystemFault.Is(cause))
        {
            throw new OmeFsException(
                FaultKind.SourceFailed, $"{Path.GetTempPath()}: no folder can be made there for the sample: {SystemFault.Words(cause)}; set TMPDIR to a folder that you may write", cause);
        }
    }

    private static bool ReportWrong(int wrong) =>
        throw new OmeFsException(FaultKind.Bug, $"{wrong} pixels read through the mount differ from those written");

    /// <summary>The folders and documents; in each folder of chunks only the first chunk.</summary>
    private static List<TerminalTree> Below(DirectoryInfo folder)
    {
        var folders = folder.EnumerateDirectories().OrderBy(child => child.Name, StringComparer.Ordinal).ToList();
        var chunks = folders.Count > 0 && folders.All(child => int.TryParse(child.Name, out _)) && !folder.EnumerateFiles(".zattrs").Any();
        return
        [
            .. folder.EnumerateFiles().OrderBy(file => file.Name, StringComparer.Ordinal).Select(file => new TerminalTree($"{file.Name}  {file.Length} bytes")),
            .. (chunks ? folders.Take(1) : folders).Select(child => new TerminalTree(child.Name, Below(child))),
            .. chunks && folders.Count > 1 ? [new TerminalTree($"... and {folders.Count - 1} more")] : Array.Empty<TerminalTree>(),
        ];
    }

    /// <summary>Reads all chunks as a Zarr client does and compares them with what was written.</summary>
    private static int CountWrongPixels(string mountpoint)
    {
        const int tiles = SampleOmeTiff.Side / SampleOmeTiff.TileSide;
        var wrong = 0;
        for (var c = 0; c < SampleOmeTiff.SizeC; c++)
            for (var z = 0; z < SampleOmeTiff.SizeZ; z++)
                for (var tile = 0; tile < tiles * tiles; tile++)
                {
                    var (row, column) = (tile / tiles, tile % tiles);
                    var chunk = File.ReadAllBytes(Path.Join(mountpoint, $"0/0/{c}/{z}/{row}/{column}"));
                    for (var i = 0; i < SampleOmeTiff.TileSide * SampleOmeTiff.TileSide; i++)
                    {
                        var (y, x) = ((row * SampleOmeTiff.TileSide) + (i / SampleOmeTiff.TileSide), (column * SampleOmeTiff.TileSide) + (i % SampleOmeTiff.TileSide));
                        wrong += BinaryPrimitives.ReadUInt16LittleEndian(chunk.AsSpan(i * 2)) == SampleOmeTiff.Pixel(c, z, y, x) ? 0 : 1;
                    }
                }
        return wrong;
    }

    private static void TidyUp(string mountpoint, DirectoryInfo folder)
    {
        if (MountTable.At(mountpoint) is { } entry && FuseMount.Unmount(entry, lazy: false) == UnmountResult.Busy)
            FuseMount.Unmount(entry, lazy: true);
        folder.Delete(recursive: true);
    }
}
