using Microsoft.Extensions.Logging;

namespace OmeFs.Logging;

/// <summary>The only logger of a mount: formats log messages as lines for a sink. Owns the sink.</summary>
internal sealed class LineLogger(ILogSink sink, LogLevel least, bool forJournal) : ILogger, IDisposable
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= least && logLevel != LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;
        var message = formatter(state, exception);
        sink.Write(forJournal ? LogLine.SpellForJournal(logLevel, message, exception) : LogLine.Spell(DateTime.Now, logLevel, message, exception));
    }

    public void Dispose() => (sink as IDisposable)?.Dispose();
}
