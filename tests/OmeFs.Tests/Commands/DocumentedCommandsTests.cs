using System.CommandLine;
using System.Text.RegularExpressions;
using OmeFs.Commands;
using OmeFs.Testing;

namespace OmeFs.Tests.Commands;

/// <summary>Every command in README, the documents and the help is one that omefs takes, and every file is mounted on a path with ".zarr" in it.</summary>
public sealed partial class DocumentedCommandsTests
{
    private const int LeastCommands = 25;

    /// <summary>Each line that begins with `omefs`, or follows a prompt, with the place it was found in.</summary>
    private static IEnumerable<(string Place, string Line)> Documented() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories).Append(Path.Combine(Repository.Root, "README.md"))
            .Append(Path.Combine(Repository.Root, "CONTRIBUTING.md"))
            .SelectMany(file => Code().Matches(File.ReadAllText(file)).SelectMany(code => (code.Groups[1].Value + code.Groups[2].Value).Split('\n'))
                .Select(line => (Path.GetFileName(file), line.Trim().TrimStart('$').Trim())));

    private static async Task<IEnumerable<(string Place, string Line)>> HelpedAsync()
    {
        var lines = new List<(string, string)>();
        foreach (var name in OmeFsCommand.Create().Subcommands.Where(command => !command.Hidden).Select(command => $"{command.Name} --help").Append("--help").Append("help references"))
        {
            using var output = new StringWriter();
            await OmeFsCommand.Parse(name.Split(' ')).InvokeAsync(new InvocationConfiguration { Output = output });
            lines.AddRange(output.ToString().Split('\n').Select(line => (name, line.Trim())));
        }
        return lines;
    }

    [Fact]
    public async Task Every_command_is_taken_and_every_mountpoint_of_a_file_has_zarr_in_it()
    {
        var seen = 0;
        var (mounted, unmounted) = (new HashSet<string>(), new List<string>());
        foreach (var (place, text) in Documented().Concat(await HelpedAsync()))
        {
            var line = Comment().Replace(text, "");
            // Descriptions of commands, and sentences about them, have words in capitals, options in brackets, dots.
            if (!line.StartsWith("omefs ", StringComparison.Ordinal) || line.Contains('[') || line.Contains('<') || line.Contains("...", StringComparison.Ordinal) || Placeholder().IsMatch(line))
                continue;
            foreach (var part in line.Split(" && "))
            {
                string[] words = [.. part.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1)];
                if (!part.StartsWith("omefs ", StringComparison.Ordinal))
                    continue;
                seen++;
                Assert.True(CommandLine.Errors(OmeFsCommand.Parse(words), words) is [], $"{place}: {part}: {string.Join(' ', CommandLine.Errors(OmeFsCommand.Parse(words), words))}");
                if (words is ["mount", .., var source, var mountpoint] && Path.HasExtension(source))
                    Assert.True(mountpoint.Contains(".zarr", StringComparison.Ordinal), $"{place}: {part}: the mountpoint has no .zarr in it");
                if (words is ["mount", .., var last])
                    mounted.Add(last);
                if (words is ["umount", .., var point] && point[0] == '/')
                    unmounted.Add(point);
            }
        }
        Assert.All(unmounted, point => Assert.Contains(point, mounted));
        Assert.InRange(seen, LeastCommands, int.MaxValue);
    }

    /// <summary>Links lead to files that are there, and to titles that are in them.</summary>
    [Fact]
    public void Links_lead_somewhere()
    {
        var files = Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories).Append(Path.Combine(Repository.Root, "README.md"))
            .Append(Path.Combine(Repository.Root, "CONTRIBUTING.md")).ToList();
        foreach (var file in files)
            foreach (Match link in Link().Matches(File.ReadAllText(file)))
            {
                var (path, title) = link.Groups[1].Value.Split('#') is [var before, var after] ? (before, after) : (link.Groups[1].Value, "");
                var target = path.Length == 0 ? file : Path.Combine(Path.GetDirectoryName(file)!, path);
                Assert.True(File.Exists(target), $"{file}: {link.Value}");
                Assert.True(title.Length == 0 || Title().Matches(File.ReadAllText(target)).Any(one => one.Groups[1].Value.ToLowerInvariant().Replace(' ', '-') == title), $"{file}: {link.Value}");
            }
    }

    /// <summary>Blocks, and commands in a line that name a file.</summary>
    [GeneratedRegex(@"```\w*\n(.*?)```|`(omefs [^`\n]*\.[^`\n]*)`", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"\s+#.*$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\b[A-Z]{2,}\b")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\]\(((?!https?:)[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (.*)$", RegexOptions.Multiline)]
    private static partial Regex Title();
}
