using Microsoft.Extensions.Logging;

namespace OmeFs.Core.Folders;

/// <summary>Reads sets so that a bug in one file's parsing affects that file's set only, not the listing of its folder.</summary>
internal sealed class IsolatingSetReader(ISetReader sets, ILogger log) : ISetReader
{
    public async Task<SetNames> ReadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            return await sets.ReadAsync(path, cancellation);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            FolderLog.PeekBroke(log, fault, path);
            return SetNames.Alone;
        }
    }
}
