using System.Runtime.CompilerServices;

namespace OmeFs.Core.Verification;

/// <summary>Does work on several threads and hands the results out in the order of the steps, never more than a few ahead.</summary>
internal static class LookAhead
{
    /// <param name="width">Steps under way or waiting to be taken, at least 1: what bounds the memory.</param>
    public static async IAsyncEnumerable<TResult> RunAsync<TStep, TResult>(
        IEnumerable<TStep> steps, int width, Func<TStep, Task<TResult>> work, [EnumeratorCancellation] CancellationToken cancellation)
        where TResult : IDisposable
    {
        var underWay = new Queue<Task<TResult>>();
        try
        {
            foreach (var step in steps)
            {
                cancellation.ThrowIfCancellationRequested();
                if (underWay.Count == width)
                    yield return await underWay.Dequeue();
                underWay.Enqueue(Task.Run(() => work(step), CancellationToken.None));
            }
            while (underWay.Count > 0)
                yield return await underWay.Dequeue();
        }
        finally
        {
            // Nobody will ask for these; what they use must not be taken from under them.
            foreach (var rest in underWay)
            {
                await ((Task)rest).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (rest.IsCompletedSuccessfully)
                    (await rest).Dispose();
            }
        }
    }
}
