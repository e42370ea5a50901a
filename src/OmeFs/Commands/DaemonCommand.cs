using System.CommandLine;
using System.Text.Json;
using OmeFs.Composition;
using OmeFs.Core;
using OmeFs.Daemon;
using OmeFs.Settings;

namespace OmeFs.Commands;

/// <summary>The daemon that `omefs mount` starts. Its settings come as JSON on standard input. Its arguments are for `ps` and `omefs umount`.</summary>
internal static class DaemonCommand
{
    public static Command Create()
    {
        var command = new Command(DaemonStart.Command, "What 'omefs mount' starts.") { new Argument<string>("SOURCE"), new Argument<string>("MOUNTPOINT") };
        command.Hidden = true;
        command.SetAction((_, _) => MountRunner.RunAsync(Settings(Console.OpenStandardInput()), DaemonStart.Announce, foreground: false));
        return command;
    }

    /// <exception cref="OmeFsException"><see cref="FaultKind.Usage"/>: it was not written by `omefs mount`.</exception>
    internal static MountSettings Settings(Stream input)
    {
        try
        {
            using (input)
                return JsonSerializer.Deserialize(input, SettingsJson.Default.MountSettings) ?? throw new JsonException();
        }
        catch (JsonException cause)
        {
            throw new OmeFsException(FaultKind.Usage, $"'omefs {DaemonStart.Command}' is started by 'omefs mount'; use that", cause);
        }
    }
}
