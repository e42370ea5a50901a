namespace OmeFs.Logging;

/// <summary>The log of a mount that has none, which its user was told.</summary>
internal sealed class Nowhere : ILogSink
{
    public void Write(string line)
    {
    }
}
