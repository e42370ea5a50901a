using OmeFs.Core.Ome;

namespace OmeFs.Core.Series;

/// <summary>Converts units as people and programs write them to the UDUNITS names that OME-NGFF allows on axes.</summary>
internal static class UnitWords
{
    private const string ImageJsAngstrom = "A";

    private static readonly Dictionary<string, string> Lengths = new(StringComparer.OrdinalIgnoreCase)
    {
        ["micron"] = "micrometer",
        ["um"] = "micrometer",
        ["µm"] = "micrometer",
        ["inch"] = "inch",
        ["inche"] = "inch",
        ["in"] = "inch",
        ["\""] = "inch",
        ["angstrom"] = "angstrom",
        ["ångström"] = "angstrom",
        ["ångstrom"] = "angstrom",
        ["å"] = "angstrom",
        ["foot"] = "foot",
        ["feet"] = "foot",
        ["yard"] = "yard",
        ["mile"] = "mile",
        ["parsec"] = "parsec",
    };

    private static readonly Dictionary<string, string> Times = new(StringComparer.OrdinalIgnoreCase)
    {
        ["s"] = "second",
        ["sec"] = "second",
        ["second"] = "second",
        ["min"] = "minute",
        ["minute"] = "minute",
        ["h"] = "hour",
        ["hr"] = "hour",
        ["hour"] = "hour",
        ["d"] = "day",
        ["day"] = "day",
    };

    /// <summary>Prefixes, as a word and as a one-letter symbol.</summary>
    private static readonly (string Word, string Symbol)[] Prefixes = [("milli", "m"), ("micro", "µ"), ("micro", "u"), ("nano", "n"), ("pico", "p"), ("femto", "f")];

    /// <summary>"micrometer" for "µm", "um", "Microns", "micrometre"; null for pixels, "1/nm" and all that is not a length in NGFF's list.</summary>
    public static string? LengthName(string? unit)
    {
        if (unit is null)
            return null;
        var word = Canonical(unit);
        if (word == ImageJsAngstrom)
            return "angstrom";
        if (Units.LengthName(word) is { } name)
            return name;
        word = Singular(word).Replace("metre", "meter", StringComparison.OrdinalIgnoreCase).ToLowerInvariant();
        return Lengths.GetValueOrDefault(word) ?? Units.LengthName(word) ?? (word.EndsWith("meter", StringComparison.Ordinal) && Units.LengthSymbol(word) is not null ? word : null);
    }

    /// <summary>"millisecond" for "ms", "msec", "Milliseconds"; null for all that is not a time in NGFF's list.</summary>
    public static string? TimeName(string? unit)
    {
        if (unit is null)
            return null;
        var word = Canonical(unit).ToLowerInvariant();
        word = word.Length > 2 ? Singular(word) : word;
        if (Times.TryGetValue(word, out var name))
            return name;
        foreach (var (prefix, symbol) in Prefixes)
            foreach (var start in (ReadOnlySpan<string>)[prefix, symbol])
                if (word.StartsWith(start, StringComparison.Ordinal) && word[start.Length..] is "s" or "sec" or "second")
                    return prefix + "second";
        return null;
    }

    /// <summary>One spelling: the two mus look alike, and so do the two signs for angstrom.</summary>
    private static string Canonical(string unit) => unit.Trim().TrimEnd('.').Replace('\u03BC', '\u00B5').Replace('\u212B', '\u00C5');

    private static string Singular(string word) => word.Length > 2 && word[^1] is 's' or 'S' ? word[..^1] : word;
}
