namespace OmeFs.Core.Sources;

/// <summary>
/// The bytes of a source: a file, an object on S3, a resource behind HTTP. Positional and concurrent: no cursor, safe from many threads.
/// </summary>
/// <remarks>Ownership: the code that opens a source disposes it, after the last read has returned.</remarks>
public interface IByteSource : IDisposable
{
    SourceAddress Address { get; }

    /// <summary>The name of this source in messages: its path or URL.</summary>
    string Name => Address.Text;

    /// <summary>The last part of its path, by which other documents name it.</summary>
    string FileName => Address.FileName;

    /// <summary>Length in bytes when the source was opened.</summary>
    long Length { get; }

    /// <summary>Which version of the bytes this is; two versions are never mixed.</summary>
    SourceIdentity Identity { get; }

    /// <summary>
    /// Fills all of <paramref name="buffer"/> from the absolute <paramref name="offset"/>, or throws. Completes synchronously if the bytes are local.
    /// </summary>
    /// <exception cref="OmeFsException">
    /// <see cref="FaultKind.Corrupt"/>: the range is past the end. <see cref="FaultKind.SourceChanged"/>: the source is no longer the one that was
    /// opened. <see cref="FaultKind.SourceFailed"/>: any other reason.
    /// </exception>
    ValueTask ReadAtAsync(long offset, Memory<byte> buffer, CancellationToken cancellation = default);
}
