using OmeFs.Core;

namespace OmeFs.Reports;

/// <summary>What went wrong, on standard error.</summary>
internal static class ErrorOutput
{
    /// <param name="lines">The first is told to be from omefs.</param>
    public static void Write(params IReadOnlyList<string> lines)
    {
        Console.Error.WriteLine("omefs: " + PrintableText.Of(lines[0]));
        foreach (var line in lines.Skip(1))
            Console.Error.WriteLine(PrintableText.Of(line));
    }
}
