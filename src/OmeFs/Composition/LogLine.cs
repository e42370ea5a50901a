using System.Globalization;
using OmeFs.Core;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Display;

namespace OmeFs.Composition;

/// <summary>A line of the log, whatever is in its texts: a log is looked at on a terminal. A stack takes further lines.</summary>
internal sealed class LogLine : ITextFormatter
{
    private static readonly MessageTemplateTextFormatter Line = new("{Timestamp:yyyy-MM-dd HH:mm:ss.fff} {Level:u3} {Message:lj}", CultureInfo.InvariantCulture);

    public void Format(LogEvent logEvent, TextWriter output)
    {
        using var line = new StringWriter(CultureInfo.InvariantCulture);
        Line.Format(logEvent, line);
        output.WriteLine(PrintableText.Of(line.ToString()));
        if (logEvent.Exception is { } cause)
            output.WriteLine(PrintableText.OfLines(cause.ToString()));
    }
}
