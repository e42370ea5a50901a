namespace OmeFs.Core.Sources;

/// <summary>Opens sources by their addresses: one implementation for each way in which bytes are reached. Safe from many threads.</summary>
public interface ISourceOpener
{
    bool Opens(SourceScheme scheme);

    /// <exception cref="OmeFsException">The source is not there, may not be read, is refused, or cannot be reached in this way.</exception>
    ValueTask<OpenedSource> OpenAsync(SourceAddress address, CancellationToken cancellation = default);
}
