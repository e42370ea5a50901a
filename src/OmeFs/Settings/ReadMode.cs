namespace OmeFs.Settings;

/// <summary>The mode that a user chooses for the files of a mount, in octal as in chmod(1).</summary>
internal static class ReadMode
{
    public const string Expected = "0444, 0440 or 0400 (a mount is read-only: only r bits, and the owner must have one)";

    /// <summary>Common modes, for completions.</summary>
    public static readonly string[] Usual = ["0444", "0440", "0400"];

    /// <summary>Null unless it is three octal digits of r bits, optionally with a leading 0.</summary>
    public static uint? Parse(string text)
    {
        var digits = text.Length == 4 && text[0] == '0' ? text[1..] : text;
        return digits.Length == 3 && digits[0] == '4' && digits.All(digit => digit is '0' or '4') ? Convert.ToUInt32(digits, 8) : null;
    }
}
