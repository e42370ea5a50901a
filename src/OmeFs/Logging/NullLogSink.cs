namespace OmeFs.Logging;

/// <summary>The sink of a mount without a log. The user was told that there is none.</summary>
internal sealed class NullLogSink : ILogSink
{
    public void Write(string line)
    {
    }
}
