using System.CommandLine;
using OmeFs.Commands;

namespace OmeFs.Tests.Commands;

public class HelpTests
{
    public static TheoryData<string> CommandNames => ["", .. OmeFsCommand.Create().Subcommands.Where(command => !command.Hidden).Select(command => command.Name)];

    [Theory]
    [MemberData(nameof(CommandNames))]
    public async Task Every_command_has_help_with_examples_that_parse(string name)
    {
        using var output = new StringWriter();
        var code = await OmeFsCommand.Create().Parse($"{name} --help").InvokeAsync(new InvocationConfiguration { Output = output });
        Assert.Equal(ExitCode.Done, code);
        var examples = output.ToString().Split("Examples:")[1].Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.NotEmpty(examples);
        Assert.All(examples, example =>
        {
            Assert.StartsWith("omefs " + name, example, StringComparison.Ordinal);
            Assert.Empty(OmeFsCommand.Create().Parse(example["omefs ".Length..]).Errors);
        });
    }

    [Theory]
    [MemberData(nameof(CommandNames))]
    public void Everything_that_is_not_hidden_is_described(string name)
    {
        Command command = OmeFsCommand.Create();
        command = name.Length == 0 ? command : command.Subcommands.Single(child => child.Name == name);
        Assert.False(string.IsNullOrWhiteSpace(command.Description));
        Assert.All(command.Options.Where(option => !option.Hidden), option => Assert.False(string.IsNullOrWhiteSpace(option.Description), option.Name));
        Assert.All(command.Arguments, argument => Assert.False(string.IsNullOrWhiteSpace(argument.Description), argument.Name));
    }

    [Theory]
    [InlineData("mount")]
    [InlineData("mount a.tif")]
    [InlineData("mount a.tif /mnt --uid no-such-user")]
    [InlineData("mount a.tif /mnt --layout sideways")]
    [InlineData("inspect")]
    [InlineData("umount")]
    [InlineData("verify")]
    [InlineData("verify a.tif --sample 0%")]
    [InlineData("verify a.tif --sample 101")]
    [InlineData("verify a.tif --sample some")]
    [InlineData("index a.tif")]
    [InlineData("index -o a.json")]
    [InlineData("fly")]
    public void A_wrong_command_line_is_an_error(string line) => Assert.NotEmpty(OmeFsCommand.Create().Parse(line).Errors);
}
