using System.CommandLine;

namespace OmeFs.Commands;

/// <summary>`omefs version`: the same as `omefs --version`.</summary>
internal static class VersionCommand
{
    public static Command Create()
    {
        var command = new Command("version", "Shows the version.");
        command.SetAction(parsed => OmeFsCommand.Create().Parse(["--version"]).Invoke(parsed.InvocationConfiguration));
        return command.WithExamples("omefs version");
    }
}
