using OmeFs.Core;

namespace OmeFs.Reports;

/// <summary>Writes errors to standard error.</summary>
internal static class ErrorOutput
{
    /// <param name="lines">The first line gets the prefix "omefs: ".</param>
    public static void Write(params IReadOnlyList<string> lines)
    {
        Console.Error.WriteLine("omefs: " + PrintableText.Of(lines[0]));
        foreach (var line in lines.Skip(1))
            Console.Error.WriteLine(PrintableText.Of(line));
    }
}
