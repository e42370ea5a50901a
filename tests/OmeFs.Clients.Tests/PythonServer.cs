using System.Diagnostics;
using System.Text.Json;

namespace OmeFs.Clients.Tests;

/// <summary>A Python script as one long-lived process: a JSON request a line in, a JSON answer a line out, one at a time.</summary>
public sealed class PythonServer : IDisposable
{
    // A mount that hangs must fail a test, not the suite.
    private const double SecondsForAnAnswer = 120;

    private readonly Process _python;
    private readonly string _script;

    public PythonServer(string script, params string[] arguments)
    {
        _script = script;
        var start = new ProcessStartInfo(Repository.Python) { RedirectStandardInput = true, RedirectStandardOutput = true };
        var path = Path.Combine(Repository.Root, "tests/OmeFs.Clients.Tests/python", script);
        foreach (var word in (string[])["-B", "-W", "ignore", path, .. arguments])
            start.ArgumentList.Add(word);
        _python = Process.Start(start) ?? throw new InvalidOperationException($"{Repository.Python} did not start");
    }

    /// <exception cref="TimeoutException">No answer in time; the script is killed and answers no more.</exception>
    public JsonDocument Ask(object request)
    {
        _python.StandardInput.WriteLine(JsonSerializer.Serialize(request));
        _python.StandardInput.Flush();
        var answer = _python.StandardOutput.ReadLineAsync();
        if (!answer.Wait(TimeSpan.FromSeconds(SecondsForAnAnswer)))
        {
            _python.Kill(entireProcessTree: true);
            throw new TimeoutException($"{_script} gave no answer in {SecondsForAnAnswer} s");
        }

        return JsonDocument.Parse(answer.Result ?? throw new InvalidOperationException($"{_script} ended early; see its stderr"));
    }

    public void Dispose()
    {
        _python.StandardInput.Close();
        if (!_python.WaitForExit(5000))
            _python.Kill();
        _python.Dispose();
    }
}
