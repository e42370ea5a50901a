namespace OmeFs.Logging;

/// <summary>Standard error as the log of a mount in the foreground.</summary>
internal sealed class ErrorStream : ILogSink
{
    public void Write(string line) => Console.Error.WriteLine(line);
}
