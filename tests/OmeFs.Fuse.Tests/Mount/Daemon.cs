using System.Diagnostics;

namespace OmeFs.Fuse.Tests.Mount;

/// <summary><see cref="ServeProgram"/> as a process of its own, as root or as someone else. Disposing kills it.</summary>
internal sealed class Daemon : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Process _process;

    public Daemon(string mountpoint, string? user) =>
        _process = Start([.. As(user), Environment.ProcessPath!, "exec", typeof(Daemon).Assembly.Location, mountpoint, "3000", "131072", "2"]);

    /// <summary>Whether every folder above the program may be entered, and the program read, by all.</summary>
    public static bool CanBeRunByAnyone
    {
        get
        {
            const UnixFileMode enter = UnixFileMode.OtherExecute;
            var program = typeof(Daemon).Assembly.Location;
            for (var folder = Path.GetDirectoryName(program); folder is not null; folder = Path.GetDirectoryName(folder))
                if (!File.GetUnixFileMode(folder).HasFlag(enter))
                    return false;
            return File.GetUnixFileMode(program).HasFlag(UnixFileMode.OtherRead);
        }
    }

    public async Task<string?> ReadLineAsync() => await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience);

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public async Task StopAsync()
    {
        await _process.StandardInput.WriteLineAsync("stop");
        Assert.Equal("ended", await ReadLineAsync());
        await _process.WaitForExitAsync().WaitAsync(Patience);
        Assert.Equal(0, _process.ExitCode);
    }

    public static string Run(params string[] command)
    {
        using var process = Start(command);
        var said = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        return said;
    }

    public static string RunAs(string user, params string[] command) => Run([.. As(user), .. command]);

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
    }

    private static string[] As(string? user) => user is null ? [] : ["setpriv", "--reuid", user, "--regid", user, "--clear-groups"];

    private static Process Start(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        return Process.Start(start)!;
    }
}
