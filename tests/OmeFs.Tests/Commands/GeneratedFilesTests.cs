using System.CommandLine;
using System.Reflection;
using System.Text.RegularExpressions;
using OmeFs.Commands;
using OmeFs.Testing;

namespace OmeFs.Tests.Commands;

/// <summary>The man page and the completions of `omefs generate`: complete, and accepted by the programs that read them.</summary>
public sealed class GeneratedFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateDirectory(Path.Combine(Repository.Scratch, $"generated-{Guid.NewGuid():N}")).FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Each command that help lists, with each option that its help or a topic of help has.</summary>
    public static TheoryData<string, string[]> EveryCommand()
    {
        var data = new TheoryData<string, string[]>();
        foreach (var command in OmeFsCommand.Create().Subcommands.Where(command => !command.Hidden))
            data.Add(command.Name, [.. command.Options.Where(option => !option.Hidden).Concat(Topic(command)).SelectMany(option => option.Aliases.Append(option.Name))
                .Where(name => name[0] == '-' && name != "-?").Distinct()]);
        return data;
    }

    [Theory]
    [MemberData(nameof(EveryCommand))]
    public void Every_option_of_a_command_is_in_the_man_page(string command, string[] options)
    {
        var section = Regex.Match(Generated("man"), $@"^\.SS {command}\b.*?(?=^\.S[SH])", RegexOptions.Multiline | RegexOptions.Singleline).Value;
        Assert.All(options, option => Assert.Contains($@"\fB{option.Replace("-", @"\-", StringComparison.Ordinal)}\fR", section, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(EveryCommand))]
    public void Bash_offers_every_option_of_a_command(string command, string[] options) =>
        Assert.Equal(options.Order(StringComparer.Ordinal), Bash($"omefs {command} -").Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(EveryCommand))]
    public void Zsh_knows_every_option_of_a_command(string command, string[] options)
    {
        var section = Regex.Match(Generated("zsh"), $@"^    {command}[|)].*?;;$", RegexOptions.Multiline | RegexOptions.Singleline).Value;
        Assert.All(options, option => Assert.Matches($@"['*)]{option}=?\[", section));
    }

    [Theory]
    [MemberData(nameof(EveryCommand))]
    public void Fish_knows_every_option_of_a_command(string command, string[] options)
    {
        var lines = Generated("fish").Split('\n').Where(line => Regex.IsMatch(line, $"__fish_seen_subcommand_from {command}[ ']")).ToList();
        Assert.All(options, option =>
            Assert.Contains(lines, line => line.Contains(option.StartsWith("--", StringComparison.Ordinal) ? $" -l {option[2..]} " : $" -s {option[1..]} ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_exit_code_is_in_the_man_page()
    {
        var page = Generated("man");
        foreach (var code in typeof(ExitCode).GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral))
            Assert.Contains($".TP\n\\fB{code.GetRawConstantValue()}\\fR\n", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NAME")]
    [InlineData("SYNOPSIS")]
    [InlineData("DESCRIPTION")]
    [InlineData("EXIT STATUS")]
    [InlineData("FILES")]
    [InlineData("ENVIRONMENT")]
    [InlineData("EXAMPLES")]
    [InlineData("SEE ALSO")]
    public void The_man_page_has_a_section(string name) => Assert.Contains($".SH {name}\n", Generated("man"), StringComparison.Ordinal);

    /// <summary>These are made on one computer and read on another.</summary>
    [Theory]
    [InlineData("man")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public void The_log_is_where_everybody_has_it(string form) =>
        Assert.Contains("/var/log/omefs/omefs.log for root, else ", Generated(form).Replace("\\-", "-", StringComparison.Ordinal), StringComparison.Ordinal);

    [SkippableTheory]
    [InlineData("man", "--warnings", "-l")]
    [InlineData("mandoc", "-Tlint", "-Werror")]
    public void A_reader_of_man_pages_accepts_it(string program, params string[] options)
    {
        var ran = Run(program, [.. options, Saved("man", "omefs.1")]);
        Assert.True(ran.ExitCode == 0 && ran.Error.Length == 0, ran.ToString());
        Assert.True(program != "man" || ran.Output.Contains("--allow-other", StringComparison.Ordinal), ran.ToString());
    }

    [Theory]
    [InlineData("omefs um", "umount")]
    [InlineData("omefs mount --layout ", "auto", "bioformats2raw", "image")]
    [InlineData("omefs mount --layout = im", "image")]
    [InlineData("omefs index a.tif --codecs i", "imagecodecs")]
    [InlineData("omefs inspect --skip", new string[0])]
    [InlineData("omefs mount --skip", "--skip-refused")]
    [InlineData("omefs mount --mode 044", "0444", "0440")]
    [InlineData("omefs mount a.tif s", "slides", "stack.tif")]
    [InlineData("omefs verify stack.tif --allow-source s", "slides")]
    [InlineData("omefs mount --uid ", new string[0])]
    [InlineData("omefs verify -- -", "-dash.tif")]
    [InlineData("omefs help ref", "references")]
    [InlineData("omefs generate ", new string[0])]
    [InlineData("omefs umount stack", new string[0])]
    public void Bash_completes(string line, params string[] expected)
    {
        File.WriteAllText(Path.Combine(_folder, "stack.tif"), "");
        File.WriteAllText(Path.Combine(_folder, "-dash.tif"), "");
        Directory.CreateDirectory(Path.Combine(_folder, "slides"));
        Assert.Equal(expected.Order(StringComparer.Ordinal), Bash(line).Order(StringComparer.Ordinal));
    }

    /// <summary>The kernel's list has a blank as \040.</summary>
    [SkippableFact]
    public void Bash_completes_what_is_mounted()
    {
        var list = Path.Combine(_folder, "mountinfo");
        File.WriteAllText(list, """
            36 25 0:40 / /mnt/my\040slides ro,nosuid - fuse.omefs omefs ro
            37 25 0:41 / /mnt/slides rw - ext4 /dev/sda rw
            38 25 0:42 / /mnt/a.ome.zarr ro,nosuid shared:7 - fuse.omefs omefs ro

            """);
        Assert.Equal(["/mnt/my\\ slides", "/mnt/a.ome.zarr"], Bash("omefs umount /mnt", list));
        Assert.Equal(["/mnt/my\\ slides"], Bash("omefs unmount /mnt/m", list));
        Skip.IfNot(File.Exists("/usr/bin/fish"), "fish is not installed");
        var fish = Saved("fish", "omefs.fish");
        File.WriteAllText(fish, File.ReadAllText(fish).Replace("/proc/self/mountinfo", list, StringComparison.Ordinal));
        var ran = Run("fish", ["--no-config", "-c", $"source {fish}; complete -C 'omefs umount /mnt'"]);
        Assert.True(ran.Output.Contains("/mnt/my slides", StringComparison.Ordinal) && ran.Output.Contains("/mnt/a.ome.zarr", StringComparison.Ordinal), ran.ToString());
    }

    [SkippableTheory]
    [InlineData("bash", "-n")]
    [InlineData("zsh", "-n")]
    [InlineData("fish", "--no-execute")]
    public void Its_shell_can_read_a_completion(string shell, string option)
    {
        var ran = Run(shell, [option, Saved(shell, $"omefs.{shell}")]);
        Assert.True(ran.ExitCode == 0 && ran.Error.Length == 0, ran.ToString());
    }

    [SkippableTheory]
    [InlineData("omefs um", "umount")]
    [InlineData("omefs mount --layout im", "image")]
    [InlineData("omefs mount --skip", "--skip-refused")]
    public void Fish_completes(string line, string expected)
    {
        var ran = Run("fish", ["--no-config", "-c", $"source {Saved("fish", "omefs.fish")}; complete -C '{line}'"]);
        Assert.True(ran.ExitCode == 0, ran.ToString());
        Assert.Equal(expected, ran.Output.Split('\n')[0].Split('\t')[0]);
    }

    [Fact]
    public void Another_form_is_a_usage_error() => Assert.NotEmpty(CommandLine.Errors(OmeFsCommand.Parse(["generate", "tcsh"]), ["generate", "tcsh"]));

    private static IEnumerable<Option> Topic(Command command) =>
        command.Options.Where(option => option.Hidden && option.Name is "--allow-source" or "--target" or "--skip-refused" or "--strict");

    private static string Generated(string form)
    {
        using var output = new StringWriter();
        Assert.Equal(0, OmeFsCommand.Parse(["generate", form]).Invoke(new InvocationConfiguration { Output = output }));
        return output.ToString();
    }

    private string Saved(string form, string name)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, Generated(form));
        return path;
    }

    private static Finished Run(string program, string[] arguments)
    {
        Skip.IfNot(File.Exists($"/usr/bin/{program}"), $"{program} is not installed");
        return Testing.Commands.Run([program, .. arguments]);
    }

    /// <summary>What bash really offers behind a line, whose last word may be empty.</summary>
    private string[] Bash(string line, string mounts = "/proc/self/mountinfo")
    {
        var script = Saved("bash", "omefs.bash");
        File.WriteAllText(script, File.ReadAllText(script).Replace("/proc/self/mountinfo", mounts, StringComparison.Ordinal));
        var ran = Testing.Commands.Run(
            ["bash", "--norc", "-c", "cd \"$0\"; source ./omefs.bash; COMP_WORDS=(\"$@\") COMP_CWORD=$(($# - 1)); _omefs; printf '%s\\n' \"${COMPREPLY[@]}\"", _folder, .. line.Split(' ')]);
        Assert.True(ran.ExitCode == 0 && ran.Error.Length == 0, ran.ToString());
        return ran.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
