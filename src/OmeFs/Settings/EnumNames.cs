namespace OmeFs.Settings;

/// <summary>Names of an enum for users: written in lower case, read in any case.</summary>
internal static class EnumNames
{
    /// <summary>"auto, bioformats2raw, image".</summary>
    public static string All<T>()
        where T : struct, Enum => string.Join(", ", Each<T>());

    public static string[] Each<T>()
        where T : struct, Enum => [.. Enum.GetNames<T>().Select(name => name.ToLowerInvariant())];

    /// <summary>Accepts only names, not numbers.</summary>
    public static bool TryParse<T>(string text, out T value)
        where T : struct, Enum => Enum.TryParse(text, ignoreCase: true, out value) && char.IsAsciiLetter(text[0]) && !text.Contains(',', StringComparison.Ordinal);
}
