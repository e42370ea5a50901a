namespace OmeFs.Core.Tree;

/// <summary>Reads files by their node id, for images that may have to be opened first.</summary>
internal interface IDeferredContent
{
    /// <inheritdoc cref="FileContent.ReadAsync"/>
    ValueTask<int> ReadAsync(NodeId file, long offset, Memory<byte> buffer, CancellationToken cancellation);
}
