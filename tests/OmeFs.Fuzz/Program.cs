using System.Globalization;
using OmeFs.Fuzz;

// fuzz SAVE SEED EXECUTIONS SECONDS SEEDS...   watches children and keeps what they find in SAVE; 1 if there is anything
// hunt SAVE SEEDS... -- CURRENT SEED EXECUTIONS   the child
// replay FILES-OR-FOLDERS...                   runs each input once; 1 if any goes wrong
return args switch
{
    ["fuzz", var save, var seed, var executions, var seconds, .. var seeds] =>
        await FuzzAsync(save, Number(seed), Number(executions), Number(seconds), seeds),
    ["hunt", var save, .. var seeds, "--", var current, var seed, var executions] => Hunting(save, seeds, current, Number(seed), Number(executions)),
    ["replay", .. var paths] => Replay(paths),
    _ => Usage(),
};

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

static async Task<int> FuzzAsync(string save, int seed, int executions, int seconds, string[] seeds)
{
    var scratch = Directory.CreateTempSubdirectory("omefs-fuzz-").FullName;
    try
    {
        string[] child = [Environment.ProcessPath!, .. Host(), "hunt", save, .. seeds, "--"];
        var supervisor = new Supervisor(child, new Corpus(save), scratch, Console.WriteLine);
        await supervisor.RunAsync(seed, executions, TimeSpan.FromSeconds(seconds));
        Console.WriteLine($"{supervisor.Executions} executions, {supervisor.Findings.Count} findings");
        return supervisor.Findings.Count == 0 ? 0 : 1;
    }
    finally
    {
        Directory.Delete(scratch, recursive: true);
    }
}

// `dotnet OmeFs.Fuzz.dll` as well as the program itself.
static string[] Host() => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(Hunt).Assembly.Location] : [];

static int Hunting(string save, string[] seeds, string current, int seed, int executions)
{
    new Hunt(Pool.Load(seeds), new Corpus(save), current, seed).Run(executions);
    return 0;
}

static int Replay(string[] paths)
{
    var (count, wrong) = (0, 0);
    foreach (var path in paths.SelectMany(path => Directory.Exists(path) ? Directory.EnumerateFiles(path, "*.fuzz", SearchOption.AllDirectories) : [path]).Order(StringComparer.Ordinal))
    {
        // Said before: an input that ends the process has its name as the last line.
        Console.WriteLine(path);
        var verdict = Judge.Run(File.ReadAllBytes(path));
        Console.WriteLine(verdict.Broken is { } finding ? $"  {finding.Kind}: {finding.Text}" : $"  {verdict.Trace}");
        (count, wrong) = (count + 1, wrong + (verdict.Broken is null ? 0 : 1));
    }
    Console.WriteLine($"{count} replayed, {wrong} went wrong");
    return wrong == 0 ? 0 : 1;
}

static int Usage()
{
    Console.Error.WriteLine("see tests/fuzz.sh");
    return 2;
}
