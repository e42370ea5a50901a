namespace OmeFs.Commands;

/// <summary>"; did you mean --json?" for a mistyped word.</summary>
internal static class Suggestion
{
    /// <summary>Arbitrary: a third of a word's letters may be wrong.</summary>
    private const int LettersAMistake = 3;

    /// <returns>Empty if no known word is similar.</returns>
    public static string For(string word, IEnumerable<string> known)
    {
        var best = known.Distinct()
            .Select(one => (Word: one, Distance: Distance(Letters(word), Letters(one))))
            .Where(one => one.Distance <= Math.Max(Letters(word).Length, Letters(one.Word).Length) / LettersAMistake)
            .OrderBy(one => one.Distance).ThenBy(one => one.Word.Length).ThenBy(one => one.Word, StringComparer.Ordinal)
            .Select(one => one.Word).FirstOrDefault();
        return best is null ? "" : $"; did you mean {best}?";
    }

    /// <summary>Makes "--JSON" and "-json" equal.</summary>
    private static string Letters(string word) => word.TrimStart('-').Replace('_', '-').ToLowerInvariant();

    /// <summary>The number of letters to change, add, remove or swap with the next one (optimal string alignment).</summary>
    private static int Distance(string a, string b)
    {
        if (a.Length > 1 && b.StartsWith(a, StringComparison.Ordinal))
            return 0; // The beginning of the word.
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
            for (var j = 1; j <= b.Length; j++)
            {
                var least = Math.Min(Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1, rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                rows[i, j] = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] ? Math.Min(least, rows[i - 2, j - 2] + 1) : least;
            }
        return rows[a.Length, b.Length];
    }
}
