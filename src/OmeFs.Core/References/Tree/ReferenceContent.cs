using OmeFs.Core.References.Records;
using OmeFs.Core.References.Targets;
using OmeFs.Core.Tree;

namespace OmeFs.Core.References.Tree;

/// <summary>The bytes that references refer to: inline bytes, ranges of targets, whole targets.</summary>
internal sealed class ReferenceContent(TargetPool targets)
{
    /// <summary>Reads from <paramref name="offset"/> until the buffer is full or the file ends. Returns the number of bytes.</summary>
    public ValueTask<int> ReadAsync(Reference reference, long offset, Memory<byte> buffer, CancellationToken cancellation = default)
    {
        if (!reference.IsInline)
            return ReadTargetAsync(reference, offset, buffer, cancellation);
        if (offset >= reference.Length)
            return ValueTask.FromResult(0);
        var count = (int)Math.Min(buffer.Length, reference.Length - offset);
        reference.Inline.Span.Slice((int)offset, count).CopyTo(buffer.Span);
        return ValueTask.FromResult(count);
    }

    /// <summary>A file's exact size. A whole target is opened once to get its size.</summary>
    public ValueTask<long> SizeAsync(Reference reference, CancellationToken cancellation)
    {
        if (reference.Kind != ReferenceKind.Whole)
            return ValueTask.FromResult(reference.Length);
        return targets.KnownLength(reference.Url) is { } known ? ValueTask.FromResult(known) : AskAsync(reference.Url, cancellation);
    }

    /// <summary>The size, if it is known without opening anything; else <see cref="NodeStat.UnknownSize"/>.</summary>
    public long KnownSize(Reference reference) => reference.Kind != ReferenceKind.Whole ? reference.Length : targets.KnownLength(reference.Url) ?? NodeStat.UnknownSize;

    private async ValueTask<long> AskAsync(int url, CancellationToken cancellation)
    {
        using var lease = await targets.LeaseAsync(url, cancellation);
        return lease.Value.Source.Length;
    }

    private async ValueTask<int> ReadTargetAsync(Reference reference, long offset, Memory<byte> buffer, CancellationToken cancellation)
    {
        using var lease = await targets.LeaseAsync(reference.Url, cancellation);
        var source = lease.Value.Source;
        var length = reference.Kind == ReferenceKind.Whole ? source.Length : reference.Length;
        if (reference.Offset > source.Length - length)
            throw new OmeFsException(
                FaultKind.Corrupt, $"{source.Name}: {length} bytes at offset {reference.Offset} requested, but the file ends at {source.Length}; it may have changed since the references were made");
        if (offset >= length)
            return 0;
        var count = (int)Math.Min(buffer.Length, length - offset);
        await source.ReadAtAsync(reference.Offset + offset, buffer[..count], cancellation);
        return count;
    }
}
