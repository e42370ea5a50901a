using System.Runtime.InteropServices;

namespace OmeFs.Core;

/// <summary>
/// The reason of a system error in the system's own words: "no space left on device". .NET's sentences around them are for programmers.
/// </summary>
public static class SystemFault
{
    private const int NoSuchFile = 2, TooLarge = 27, NameTooLong = 36;

    /// <summary>Linux has no error number above this one (include/linux/err.h); .NET's own codes are negative.</summary>
    private const int LargestErrno = 4095;

    /// <summary>Whether the system refused an operation on a file, folder, stream or device.</summary>
    public static bool Is(Exception cause) => cause is IOException or UnauthorizedAccessException || IsTooLarge(cause);

    /// <summary>One phrase without a full stop.</summary>
    public static string Words(Exception cause) => Errno(cause) is { } errno
        ? Words(errno)
        : cause is UnauthorizedAccessException ? "permission denied" : "the system gives no reason";

    /// <summary>One phrase without a full stop.</summary>
    public static string Words(int errno) => Phrase(Marshal.GetPInvokeErrorMessage(errno));

    /// <summary>The errno, which .NET keeps in HResult, or in the cause of its own exception type.</summary>
    private static int? Errno(Exception cause) => cause switch
    {
        { HResult: > 0 and <= LargestErrno } => cause.HResult,
        FileNotFoundException or DirectoryNotFoundException => NoSuchFile,
        PathTooLongException => NameTooLong,
        EndOfStreamException => null,
        _ when IsTooLarge(cause) => TooLarge,
        { InnerException: { } inner } when inner != cause => Errno(inner),
        _ => null,
    };

    /// <summary>EFBIG, which .NET reports as a wrong argument.</summary>
    private static bool IsTooLarge(Exception cause) => cause is ArgumentOutOfRangeException { ParamName: "value", ActualValue: null };

    private static string Phrase(string words) => words.Length > 1 && char.IsUpper(words[0]) && !char.IsUpper(words[1]) ? char.ToLowerInvariant(words[0]) + words[1..] : words;
}
