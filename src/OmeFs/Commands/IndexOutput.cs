using OmeFs.Composition;
using OmeFs.Core;
using OmeFs.Reports;
using OmeFs.Settings;

namespace OmeFs.Commands;

/// <summary>Where `omefs index` writes: a file, which is there whole or not at all; or standard output.</summary>
/// <param name="Path">Absolute; null for standard output.</param>
/// <param name="Force">Replace a JSON file; write to a terminal.</param>
internal sealed record IndexOutput(string? Path, bool Force)
{
    public const string StandardOutput = "-";

    /// <summary>As reports call it.</summary>
    public string Name => Path ?? StandardOutput;

    /// <summary>For people: it must not be among what is written.</summary>
    public Terminal MessageTerminal => Path is null ? Terminal.Error : Terminal.Output;

    public static IndexOutput Of(string? name, bool force) =>
        name == StandardOutput ? new IndexOutput(null, force) : new IndexOutput(UserPath.Of(name, "--output"), force);

    /// <exception cref="OmeFsException">It is not to be written to.</exception>
    public Task CheckAsync(CancellationToken cancellation)
    {
        if (Path is not null)
            return OutputFile.CheckAsync(Path, Force, cancellation);
        return Console.IsOutputRedirected || Force
            ? Task.CompletedTask
            : throw new OmeFsException(FaultKind.Usage, "-o -: standard output is a terminal; write into a file or a pipe, or say --force");
    }

    /// <returns>Bytes; of standard output nobody counts them.</returns>
    /// <exception cref="OmeFsException">It cannot be written.</exception>
    public async Task<long?> WriteAsync(Func<Stream, Task> write, CancellationToken cancellation)
    {
        if (Path is not null)
            return await OutputFile.WriteAsync(Path, Force, write, cancellation);
        try
        {
            // A reader that has had enough, such as head, is no error: the runtime then drops the rest.
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
