using System.Text.Json.Serialization;

namespace OmeFs.Reports;

/// <summary>Why a command failed: what `--json` prints instead of the report. Names in JSON are snake_case.</summary>
internal sealed record ErrorReport(ErrorDetails Error)
{
    /// <summary>The first member, so that the line can be recognised by its beginning.</summary>
    [JsonPropertyOrder(-1)]
    public string Schema => "omefs.error/1";
}

/// <param name="Kind">A <see cref="Core.FaultKind"/>, "usage" or "interrupted".</param>
/// <param name="Message">One line: what is wrong.</param>
/// <param name="Hint">What to do, in lines; null if the message says everything.</param>
/// <param name="ExitCode">The program's exit code.</param>
internal sealed record ErrorDetails(string Kind, string Message, string? Hint, int ExitCode);
