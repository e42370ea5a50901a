namespace OmeFs.Core.Sources;

/// <summary>Opens sources by their addresses. There is one implementation per scheme. Safe from many threads.</summary>
public interface ISourceOpener
{
    bool Opens(SourceScheme scheme);

    /// <exception cref="OmeFsException">The source does not exist, may not be read, is refused, or has a scheme that this opener does not support.</exception>
    ValueTask<OpenedSource> OpenAsync(SourceAddress address, CancellationToken cancellation = default);
}
