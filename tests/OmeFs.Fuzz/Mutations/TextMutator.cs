using System.Text.RegularExpressions;

namespace OmeFs.Fuzz.Mutations;

/// <summary>What changes of texts have in common: something in them is found by its form, and one of all that were found is taken.</summary>
internal static class TextMutator
{
    /// <param name="by">What to put in its place.</param>
    public static string Replace(string text, Regex what, Random random, Func<Match, string> by)
    {
        var all = what.Matches(text);
        if (all.Count == 0)
            return text;
        var found = all[random.Next(all.Count)];
        return string.Concat(text.AsSpan(0, found.Index), by(found), text.AsSpan(found.Index + found.Length));
    }

    /// <summary>Null where there is none.</summary>
    public static string? Any(string text, Regex what, Random random) =>
        what.Matches(text) is { Count: > 0 } all ? all[random.Next(all.Count)].Value : null;
}
