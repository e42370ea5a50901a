namespace OmeFs.Core.Verification;

/// <summary>What became of one chunk; holds its samples until it is disposed.</summary>
/// <param name="Fault">Why it could not be read; null where it could, or is Missing.</param>
internal sealed record ChunkOutcome(ChunkStep Step, ChunkSamples Samples, Comparison Comparison, string? Fault) : IDisposable
{
    public void Dispose() => Samples.Dispose();
}
