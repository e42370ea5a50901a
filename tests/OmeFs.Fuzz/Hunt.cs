using System.Diagnostics;

namespace OmeFs.Fuzz;

/// <summary>
/// The child: changes inputs and runs them one by one, each written to a file before, so that who watches has the one that ended or stopped
/// this process. Says on stdout how far it is ("beat N") and what it found ("found KIND FILE").
/// </summary>
internal sealed class Hunt(Pool pool, Corpus corpus, string current, int seed)
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(0.5);

    private readonly Random _random = new(seed);

    public void Run(long executions)
    {
        var beat = Stopwatch.StartNew();
        for (var done = 0L; done < executions; done++)
        {
            if (beat.Elapsed > Beat)
            {
                Console.WriteLine($"beat {done}");
                beat.Restart();
            }
            var input = pool.Next(_random);
            File.WriteAllBytes(current, input);
            var verdict = Judge.Run(input);
            if (verdict.Broken is { } finding)
                Console.WriteLine($"found {finding.Kind} {corpus.Save(finding, input)} {finding.Text.ReplaceLineEndings(" ")}");
            else
                pool.Learn(input, verdict.Trace);
        }
        Console.WriteLine($"beat {executions}");
        Console.WriteLine($"pool {pool.Count}");
    }
}
