using Spectre.Console;

namespace OmeFs.Reports;

/// <summary>A bar for work that is counted in chunks, where somebody is there to see it.</summary>
internal static class ProgressBar
{
    /// <summary>A bar that is drawn for each of ten thousand chunks a second would be most of the work.</summary>
    private static readonly TimeSpan BetweenDrawings = TimeSpan.FromMilliseconds(100);

    /// <param name="title">Until the work says what it is at.</param>
    /// <param name="work">Gets what to call: what it is at, how much is done, of how much.</param>
    public static Task<T> RunAsync<T>(Terminal terminal, string title, bool silent, Func<Action<string, long, long>, Task<T>> work) =>
        silent || !terminal.IsInteractive ? work((_, _, _) => { }) : DrawnAsync(terminal, title, work);

    private static Task<T> DrawnAsync<T>(Terminal terminal, string title, Func<Action<string, long, long>, Task<T>> work) => terminal
        .Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new SpinnerColumn())
        .StartAsync(progress =>
        {
            var (bar, drawn) = (progress.AddTask(title), 0L);
            return work((what, done, total) =>
            {
                if (done != total && Environment.TickCount64 - drawn < BetweenDrawings.TotalMilliseconds)
                    return;
                drawn = Environment.TickCount64;
                bar.MaxValue = total;
                bar.Value = done;
                bar.Description = ((TerminalText)what).Markup;
            });
        });
}
