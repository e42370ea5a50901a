using OmeFs.Core.Arrays;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Tree;

/// <summary>
/// The content of one file of the tree: a chunk of an array, a document, or a file in an image that must be opened first.
/// <c>default</c> means that there is no file.
/// </summary>
public readonly struct FileContent
{
    private readonly IChunkStore? _store;
    private readonly ChunkIndex _chunk;
    private readonly IDeferredContent? _deferred;
    private readonly NodeId _file;

    internal FileContent(IChunkStore store, ChunkIndex chunk) => (_store, _chunk) = (store, chunk);

    internal FileContent(IDeferredContent deferred, NodeId file) => (_deferred, _file) = (deferred, file);

    public bool Exists => _store is not null || _deferred is not null;

    /// <summary>
    /// Reads from <paramref name="offset"/>: all bytes before the end that fit, or a fault. Returns their number; 0 at or past the end.
    /// </summary>
    public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (_store is not null)
            return _store.ReadAsync(_chunk, offset, buffer, cancellation);
        return _deferred is not null
            ? _deferred.ReadAsync(_file, offset, buffer, cancellation)
            : throw new OmeFsException(FaultKind.NotFound, "no such file");
    }
}
