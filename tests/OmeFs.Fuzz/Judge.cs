using System.Text.RegularExpressions;
using OmeFs.Core;

namespace OmeFs.Fuzz;

/// <summary>
/// Runs one input and holds what comes of it against what omefs promises: nothing but an <see cref="OmeFsException"/> comes out, within
/// a time; <see cref="Target"/> counts the memory. What ends or stops the process is its parent's to see (<see cref="Supervisor"/>).
/// </summary>
internal static partial class Judge
{
    /// <summary>
    /// Of all processors, so that a busy machine makes few findings. *Measured:* 40 to 80 µs a channel while a file is opened, of which there
    /// may be <c>ChannelBound.MaxChannels</c>.
    /// </summary>
    public static readonly TimeSpan MostTime = TimeSpan.FromSeconds(15);

    public static Verdict Run(byte[] input)
    {
        var before = Environment.CpuUsage.TotalTime;
        var trace = "";
        Finding? broken = null;
        try
        {
            trace = TraceOf(input);
        }
        catch (OmeFsException fault) when (fault.Kind != FaultKind.Bug)
        {
            trace = $"{fault.Kind} {fault.Message}";
        }
        catch (BrokenPromiseException promise)
        {
            broken = new Finding("promise", WithoutNumbers(promise.Message), promise.Message);
        }
        catch (Exception other)
        {
            broken = new Finding("exception", $"{other.GetType().Name} {FirstOwnLine(other)}", other.ToString());
        }
        var took = Environment.CpuUsage.TotalTime - before;
        if (took > MostTime)
            broken ??= new Finding("time", WithoutNumbers(trace), $"{took.TotalSeconds:0.0} s: {trace}");
        return new Verdict(WithoutNumbers(trace), broken);
    }

    /// <summary>What earlier inputs left on a heap of limited size does not count against this one: it is run again on a clean heap.</summary>
    private static string TraceOf(byte[] input)
    {
        try
        {
            return Target.RunAsync(input).GetAwaiter().GetResult();
        }
        catch (OutOfMemoryException)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            return Target.RunAsync(input).GetAwaiter().GetResult();
        }
    }

    private static string WithoutNumbers(string text) => Numbers().Replace(text, "0");

    private static string FirstOwnLine(Exception exception) =>
        exception.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("OmeFs.Core", StringComparison.Ordinal))?.Trim() ?? "nowhere";

    [GeneratedRegex("[0-9]+|\"[^\"]*\"")]
    private static partial Regex Numbers();
}
