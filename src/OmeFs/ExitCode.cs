using OmeFs.Core;

namespace OmeFs;

/// <summary>The exit codes of the program.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>Refused or failed; standard error says why.</summary>
    public const int Failed = 1;

    /// <summary>A usage error in the command line.</summary>
    public const int Usage = 2;

    /// <summary>`verify` finished, but a chunk differs or cannot be read.</summary>
    public const int VerificationFailed = 3;

    /// <summary>Ended by a signal before it was finished.</summary>
    public const int Interrupted = 130;

    public static int Of(FaultKind kind) => kind switch
    {
        FaultKind.Usage => Usage,
        FaultKind.NotFound or FaultKind.Corrupt or FaultKind.Unsupported or FaultKind.LimitExceeded or FaultKind.SourceChanged
            or FaultKind.SourceFailed or FaultKind.AccessRefused or FaultKind.Bug => Failed,
    };
}
