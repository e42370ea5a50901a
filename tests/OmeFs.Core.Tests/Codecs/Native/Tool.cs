using System.Diagnostics;

namespace OmeFs.Core.Tests.Codecs.Native;

/// <summary>Other people's programs, whose answers count: tiffcp, vips, cc.</summary>
internal static class Tool
{
    /// <summary>Runs a program; null where it is not installed, else whether it succeeded, and what it said.</summary>
    public static (bool Succeeded, string Said)? Try(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode == 0, output + error.Result);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Runs a program that has to succeed; skips the test where it is not installed.</summary>
    public static void Run(string program, params string[] arguments)
    {
        var result = Try(program, arguments);
        Skip.If(result is null, $"{program} is not installed");
        Assert.True(result!.Value.Succeeded, $"{program} {string.Join(' ', arguments)}: {result.Value.Said}");
    }
}
