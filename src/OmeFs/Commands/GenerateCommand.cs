using System.CommandLine;
using OmeFs.Manual;

namespace OmeFs.Commands;

/// <summary>`omefs generate man|bash|zsh|fish`, for install.sh and packages: writes the man page or the completions of this program.</summary>
internal static class GenerateCommand
{
    private static readonly Dictionary<string, Func<CommandLineTable, string>> Forms = new()
    {
        ["man"] = ManPage.Of,
        ["bash"] = BashCompletion.Of,
        ["zsh"] = ZshCompletion.Of,
        ["fish"] = FishCompletion.Of,
    };

    public static Command Create()
    {
        var form = new Argument<string>("FORM") { Description = $"One of {string.Join(", ", Forms.Keys)}." };
        form.Validators.Add(result =>
        {
            if (!Forms.ContainsKey(result.Tokens[^1].Value))
                result.AddError($"{result.Tokens[^1].Value}: one of {string.Join(", ", Forms.Keys)} expected");
        });
        var command = new Command("generate", "Writes the man page, or the completion of a shell, to standard output.") { form };
        command.Hidden = true;
        command.SetAction(parsed => parsed.InvocationConfiguration.Output.Write(Forms[parsed.GetValue(form)!](CommandEntries.Of(OmeFsCommand.Create()))));
        return command.WithExamples([.. Forms.Keys.Select(form => $"omefs generate {form}")]);
    }
}
