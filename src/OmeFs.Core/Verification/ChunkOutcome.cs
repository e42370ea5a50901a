namespace OmeFs.Core.Verification;

/// <summary>The result of reading one chunk. Holds its samples until it is disposed.</summary>
/// <param name="Fault">Why it could not be read; null if it was read, or is Missing.</param>
internal sealed record ChunkOutcome(ChunkStep Step, ChunkSamples Samples, Comparison Comparison, string? Fault) : IDisposable
{
    public void Dispose() => Samples.Dispose();
}
