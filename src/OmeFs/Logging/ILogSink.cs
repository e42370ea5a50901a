namespace OmeFs.Logging;

/// <summary>Where lines of a log go. Safe from many threads.</summary>
internal interface ILogSink
{
    /// <param name="line">May have line breaks, for a stack trace.</param>
    void Write(string line);
}
