namespace OmeFs.Core.Tree;

/// <summary>Files whose bytes are found by their node id when they are read, since whatever holds them may have to be opened first.</summary>
internal interface IDeferredContent
{
    /// <inheritdoc cref="FileContent.ReadAsync"/>
    ValueTask<int> ReadAsync(NodeId file, long offset, Memory<byte> buffer, CancellationToken cancellation);
}
