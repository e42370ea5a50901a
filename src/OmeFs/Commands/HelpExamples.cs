using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace OmeFs.Commands;

/// <summary>Adds notes and examples below a command's help.</summary>
internal static class HelpExamples
{
    /// <param name="note">One sentence, shown before the examples.</param>
    public static T WithNotes<T>(this T command, string note)
        where T : Command
    {
        Extended(command).Notes.Add(note);
        return command;
    }

    public static T WithExamples<T>(this T command, params string[] examples)
        where T : Command
    {
        Extended(command).Examples.AddRange(examples);
        return command;
    }

    /// <summary>The examples in a command's help.</summary>
    public static IReadOnlyList<string> Examples(this Command command) => Extended(command).Examples;

    private static HelpWithExamples Extended(Command command)
    {
        var help = command.Options.OfType<HelpOption>().FirstOrDefault();
        if (help is null)
            command.Options.Add(help = new HelpOption());
        if (help.Action is HelpWithExamples extended)
            return extended;
        help.Description = "Show this help.";
        var made = new HelpWithExamples((HelpAction)help.Action!);
        help.Action = made;
        return made;
    }

    /// <summary>The width of notes, in columns.</summary>
    private const int Width = 79;

    private sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
    {
        public List<string> Notes { get; } = [];

        public List<string> Examples { get; } = [];

        /// <summary>Help needs no other arguments.</summary>
        public override bool ClearsParseErrors => true;

        private static IEnumerable<string> Lines(string text)
        {
            var line = "";
            foreach (var word in text.Split(' '))
            {
                if (line.Length + 1 + word.Length > Width)
                {
                    yield return line;
                    line = "";
                }
                line += line.Length == 0 ? word : ' ' + word;
            }
            yield return line;
        }

        public override int Invoke(ParseResult parseResult)
        {
            var result = help.Invoke(parseResult);
            var output = parseResult.InvocationConfiguration.Output;
            foreach (var line in Notes.SelectMany(note => Lines(note).Append("")))
                output.WriteLine(line);
            output.WriteLine("Examples:");
            foreach (var example in Examples)
                output.WriteLine($"  {example}");
            output.WriteLine();
            return result;
        }
    }
}
