using OmeFs.Core;
using OmeFs.Core.Sources;

namespace OmeFs.Composition;

/// <summary>An opened source, and its kind by its first bytes, which are read only once.</summary>
/// <remarks>Ownership: the code that opens it disposes it. That closes the source, and the files opened through its folder.</remarks>
internal sealed class KnownSource : IDisposable
{
    private readonly OpenedSource _opened;
    private readonly ReadOnlyMemory<byte> _start;

    private KnownSource(OpenedSource opened, ReadOnlyMemory<byte> start, SourceKind kind) => (_opened, _start, Kind) = (opened, start, kind);

    public SourceAddress Address => Bytes.Address;

    /// <summary>The bytes as stored; a compressed file is not unpacked.</summary>
    public IByteSource Bytes => _opened.Source;

    public ISourceFolder Folder => _opened.Folder;

    public SourceKind Kind { get; }

    /// <exception cref="OmeFsException">It does not exist, may not be read, or is refused.</exception>
    public static async Task<KnownSource> OpenAsync(SourceAddress address, ISourceOpener opener, CancellationToken cancellation)
    {
        var opened = await opener.OpenAsync(address, cancellation);
        try
        {
            var start = new byte[Math.Min(ForeignFormats.Enough, opened.Source.Length)];
            await opened.Source.ReadAtAsync(0, start, cancellation);
            return new KnownSource(opened, start, await SourceKinds.OfAsync(start, opened.Source, cancellation));
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>Refuses a file of another format, by name.</summary>
    /// <exception cref="OmeFsException">It has another format, or an unknown one.</exception>
    public void MustNotBeForeign() => ForeignFormats.MustNotBe(Bytes.Name, _start.Span, Bytes.Length);

    public void Dispose() => _opened.Dispose();
}
