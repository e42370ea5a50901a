using OmeFs.Composition;
using OmeFs.Core;
using OmeFs.Reports;
using OmeFs.Settings;

namespace OmeFs.Commands;

/// <summary>Where `omefs index` writes: a file, which is written atomically; or standard output, which is not.</summary>
/// <param name="Path">Absolute; null for standard output.</param>
/// <param name="Force">Replace an existing JSON file; write to a terminal.</param>
internal sealed record IndexOutput(string? Path, bool Force)
{
    public const string StandardOutput = "-";

    /// <summary>The name in reports.</summary>
    public string Name => Path ?? StandardOutput;

    /// <summary>The terminal for messages, which must not be mixed with the output.</summary>
    public Terminal MessageTerminal => Path is null ? Terminal.Error : Terminal.Output;

    public static IndexOutput Of(string? name, bool force) =>
        name == StandardOutput ? new IndexOutput(null, force) : new IndexOutput(UserPath.Of(name, "--output"), force);

    /// <exception cref="OmeFsException">The output may not be written to.</exception>
    public Task CheckAsync(CancellationToken cancellation)
    {
        if (Path is not null)
            return OutputFile.CheckAsync(Path, Force, cancellation);
        return Console.IsOutputRedirected || Force
            ? Task.CompletedTask
            : throw new OmeFsException(FaultKind.Usage, "-o -: standard output is a terminal; write into a file or a pipe, or say --force");
    }

    /// <returns>The number of bytes; null for standard output.</returns>
    /// <exception cref="OmeFsException">It cannot be written.</exception>
    public async Task<long?> WriteAsync(Func<Stream, Task> write, CancellationToken cancellation)
    {
        if (Path is not null)
            return await OutputFile.WriteAsync(Path, Force, write, cancellation);
        try
        {
            // A reader that stops early, such as head, is not an error: the runtime then drops the rest.
            await using var stream = StandardStreams.OpenOutput();
            await write(stream);
            return null;
        }
        catch (Exception cause) when (SystemFault.Is(cause))
        {
            throw StandardStreams.Refused(cause);
        }
    }
}
