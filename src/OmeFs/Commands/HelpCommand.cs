using System.CommandLine;
using System.CommandLine.Completions;
using OmeFs.Core;
using OmeFs.Settings;

namespace OmeFs.Commands;

/// <summary>`omefs help [COMMAND]`: the same as `omefs COMMAND --help`. Also has topics that would make a command's own help too long.</summary>
internal static class HelpCommand
{
    private const string ReferencesTopic = "references";

    public static Command Create()
    {
        var topic = new Argument<string?>("COMMAND") { Description = $"A command, or the topic '{ReferencesTopic}'.", Arity = ArgumentArity.ZeroOrOne, HelpName = "COMMAND" };
        topic.CompletionSources.Add(_ => [.. OmeFsCommand.Create().Subcommands.Where(one => !one.Hidden).Select(one => one.Name).Append(ReferencesTopic).Select(name => new CompletionItem(name))]);
        var command = new Command("help", "Shows help for a command.") { topic };
        command.SetAction(parsed => Show(parsed.GetValue(topic), parsed.InvocationConfiguration));
        return command.WithExamples("omefs help mount", $"omefs help {ReferencesTopic}");
    }

    private static int Show(string? topic, InvocationConfiguration configuration)
    {
        if (topic == ReferencesTopic)
            return References(configuration);
        var root = OmeFsCommand.Create();
        if (topic is not null && !root.Subcommands.Any(one => one.Name == topic || one.Aliases.Contains(topic)))
            throw new OmeFsException(FaultKind.Usage, $"unknown command {topic}{Suggestion.For(topic, root.Subcommands.Where(one => !one.Hidden).Select(one => one.Name).Append(ReferencesTopic))}");
        return root.Parse(topic is null ? ["--help"] : [topic, "--help"]).Invoke(configuration);
    }

    /// <summary>Shows the options' own descriptions, in the form of a command that has only these.</summary>
    private static int References(InvocationConfiguration configuration)
    {
        var command = new Command("mount", "Reference JSON, as kerchunk, fsspec and tifffile write it, is mounted like a file: "
            + "'omefs mount refs.json MOUNTPOINT'. So is a folder of references in Parquet (refs.parq). It may lead to files in its own folder, unless these options say more:")
        {
            CommonOptions.Source(), CommonOptions.Mountpoint(),
        };
        foreach (var option in ViewSettings.ReferenceOptions(reading: true).Select(one => one.Option))
        {
            option.Hidden = false;
            command.Options.Add(option);
        }
        command.WithExamples(
            "omefs inspect refs.json",
            "omefs mount --allow-source /data/raw refs.json /mnt/data.ome.zarr",
            "omefs mount --target data.h5 refs.json /mnt/data.ome.zarr");
        return new RootCommand { command }.Parse([command.Name, "--help"]).Invoke(configuration);
    }
}
