using OmeFs.Core.References.Set;
using OmeFs.Core.References.Targets;

namespace OmeFs.Core.References.Tree;

/// <summary>The files of a reference tree by position.</summary>
internal sealed class ReferenceFiles(ReferenceSet references, TargetPool targets)
{
    private readonly ReferenceContent _content = new(targets);

    /// <inheritdoc cref="ReferenceContent.ReadAsync"/>
    public ValueTask<int> ReadAsync(int file, long offset, Memory<byte> buffer, CancellationToken cancellation = default) =>
        _content.ReadAsync(references.At(file), offset, buffer, cancellation);

    /// <inheritdoc cref="ReferenceContent.SizeAsync"/>
    public ValueTask<long> SizeAsync(int file, CancellationToken cancellation) => _content.SizeAsync(references.At(file), cancellation);

    /// <inheritdoc cref="ReferenceContent.KnownSize"/>
    public long KnownSize(int file) => _content.KnownSize(references.At(file));
}
