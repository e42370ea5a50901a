using System.Runtime.CompilerServices;

namespace OmeFs.Core.Verification;

/// <summary>Runs steps on several threads and returns the results in order, never more than a few ahead.</summary>
internal static class LookAhead
{
    /// <param name="width">The most steps that are running or not yet consumed, at least 1: this bounds memory.</param>
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
            // No caller will consume these, but they must end before their resources are disposed.
            foreach (var rest in underWay)
            {
                await ((Task)rest).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (rest.IsCompletedSuccessfully)
                    (await rest).Dispose();
            }
        }
    }
}
