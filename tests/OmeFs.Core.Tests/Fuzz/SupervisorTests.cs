using OmeFs.Fuzz;

namespace OmeFs.Core.Tests.Fuzz;

/// <summary>That the fuzzer would see it: children that die, hang, grow or find something.</summary>
public sealed class SupervisorTests
{
    [Theory]
    [InlineData("crash", "kill -SEGV $$")]
    [InlineData("crash", "exit 134")]
    [InlineData("hang", "exec sleep 60")]
    [InlineData("memory", "exec /usr/bin/python3 -c 'import time; held = b\"1\" * (300 << 20); time.sleep(60)'")]
    public async Task A_child_that_goes_wrong_leaves_its_input(string kind, string does)
    {
        var folder = Path.Combine(Repository.Scratch, $"supervisor{does.Length}");
        var supervisor = await RunAsync(folder, $"printf input > \"$1\"; echo beat 7; {does}", seconds: kind == "hang" ? 2 : 30);
        var kept = Path.GetFullPath(Assert.Single(supervisor.Findings));
        Assert.Equal(kind, Path.GetFileName(Path.GetDirectoryName(kept)));
        Assert.Equal("input", await File.ReadAllTextAsync(kept));
        Assert.Equal(8, supervisor.Executions);
    }

    [Fact]
    public async Task What_a_child_finds_is_told_once_and_the_next_child_goes_on()
    {
        var supervisor = await RunAsync(Path.Combine(Repository.Scratch, "supervisor"), "echo found promise /x of something; echo beat 5", executions: 10);
        Assert.Equal(["/x"], supervisor.Findings);
        Assert.Equal(10, supervisor.Executions);
    }

    [Fact]
    public void A_promise_that_is_broken_is_a_finding()
    {
        Assert.Null(Judge.Run([1, 2, 3]).Broken);
        Assert.StartsWith("Corrupt", Judge.Run([1, 2, 3]).Trace, StringComparison.Ordinal);
        Assert.Equal("exception", Judge.Run(null!).Broken?.Kind);
    }

    /// <param name="script">A shell's; $1 is where the input goes.</param>
    private static async Task<Supervisor> RunAsync(string folder, string script, long executions = 8, int seconds = 30)
    {
        Directory.CreateDirectory(folder);
        var supervisor = new Supervisor(["/bin/sh", "-c", script, "sh"], new Corpus(folder), folder, _ => { })
        {
            Patience = TimeSpan.FromSeconds(seconds),
            MostResidentBytes = 64 << 20,
        };
        await supervisor.RunAsync(1, executions, TimeSpan.FromSeconds(60));
        return supervisor;
    }
}
