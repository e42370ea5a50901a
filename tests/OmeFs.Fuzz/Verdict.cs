namespace OmeFs.Fuzz;

/// <summary>What came of one input.</summary>
/// <param name="Trace">What was shown or said, without its numbers: inputs with a trace of their own are worth changing further.</param>
/// <param name="Broken">What must not happen did; null where all is well.</param>
internal sealed record Verdict(string Trace, Finding? Broken);

/// <param name="Kind">A folder of the corpus: "exception", "promise", "time"; of the supervisor "crash", "hang", "memory".</param>
/// <param name="Place">Where it happened; a finding is told once for each place.</param>
internal sealed record Finding(string Kind, string Place, string Text);
