using Spectre.Console;

namespace OmeFs.Reports;

/// <summary>A progress bar for work that is counted in chunks, on an interactive terminal.</summary>
internal static class ProgressBar
{
    /// <summary>Drawing the bar for each of ten thousand chunks per second would be most of the work.</summary>
    private static readonly TimeSpan BetweenDrawings = TimeSpan.FromMilliseconds(100);

    /// <param name="title">Shown until the work reports what it is doing.</param>
    /// <param name="work">Gets a function to report progress: what it is doing, how much is done, and the total.</param>
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
