namespace OmeFs.Logging;

/// <summary>Where lines of a log go. Safe from many threads.</summary>
internal interface ILogSink
{
    /// <param name="line">May hold line breaks: a stack.</param>
    void Write(string line);
}
