namespace OmeFs.Reports;

/// <summary>Which characters the terminal can show. *Spec:* POSIX, section 8.2: LC_ALL, else LC_CTYPE, else LANG.</summary>
internal static class TerminalLocale
{
    public static bool IsUnicode { get; } = IsUtf8(
        ((string[])["LC_ALL", "LC_CTYPE", "LANG"]).Select(Environment.GetEnvironmentVariable).FirstOrDefault(value => !string.IsNullOrEmpty(value)));

    /// <summary>Replaces omefs's own symbols by ASCII if the terminal cannot show them. Texts from files stay as they are.</summary>
    public static string Spelled(string text) => IsUnicode ? text : text.Replace('×', 'x').Replace("µ", "u", StringComparison.Ordinal);

    /// <summary>True for "de_DE.UTF-8", "C.utf8". No locale means POSIX, which is ASCII.</summary>
    internal static bool IsUtf8(string? locale) => locale is not null
        && (locale.Contains("utf-8", StringComparison.OrdinalIgnoreCase) || locale.Contains("utf8", StringComparison.OrdinalIgnoreCase));
}
