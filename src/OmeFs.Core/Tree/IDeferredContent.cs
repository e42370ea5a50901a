namespace OmeFs.Core.Tree;

/// <summary>Files whose bytes are found when they are read: by their node id, if whatever holds them may have to be opened first.</summary>
internal interface IDeferredContent
{
    /// <inheritdoc cref="FileContent.ReadAsync"/>
    ValueTask<int> ReadAsync(NodeId file, long offset, Memory<byte> buffer, CancellationToken cancellation);
}
