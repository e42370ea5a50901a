using OmeFs.Core;

namespace OmeFs;

/// <summary>The words of the command line with the bytes that the user typed: the runtime replaces bytes that are not UTF-8.</summary>
internal static class CommandWords
{
    private const string Given = "/proc/self/cmdline";
    private const char Replacement = '\uFFFD';

    /// <param name="args">The words from the runtime.</param>
    public static string[] Of(string[] args) =>
        OperatingSystem.IsLinux() && args.Any(word => word.Contains(Replacement)) ? Exact(args, File.ReadAllBytes(Given)) : args;

    /// <param name="given">All words, each with a NUL at its end. The words of the runtime itself come first.</param>
    internal static string[] Exact(string[] args, ReadOnlySpan<byte> given)
    {
        var words = NameText.Of(given).Split('\0')[..^1];
        return words.Length >= args.Length ? words[^args.Length..] : args;
    }
}
