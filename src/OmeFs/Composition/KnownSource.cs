using OmeFs.Core;
using OmeFs.Core.Sources;

namespace OmeFs.Composition;

/// <summary>A source that was opened, and what its first bytes say it is: they are read once, and nobody asks again.</summary>
/// <remarks>Ownership: the code that opens it disposes it. That closes the source, and what was opened through its folder.</remarks>
internal sealed class KnownSource : IDisposable
{
    private readonly OpenedSource _opened;
    private readonly ReadOnlyMemory<byte> _start;

    private KnownSource(OpenedSource opened, ReadOnlyMemory<byte> start, SourceKind kind) => (_opened, _start, Kind) = (opened, start, kind);

    public SourceAddress Address => Bytes.Address;

    /// <summary>As they are stored; what is packed is not unpacked.</summary>
    public IByteSource Bytes => _opened.Source;

    public ISourceFolder Folder => _opened.Folder;

    public SourceKind Kind { get; }

    /// <exception cref="OmeFsException">It is not there, may not be read, or is refused.</exception>
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

    /// <summary>Refuses a file of another format, saying which.</summary>
    /// <exception cref="OmeFsException">It is one of these, or nothing that can be told.</exception>
    public void MustNotBeForeign() => ForeignFormats.MustNotBe(Bytes.Name, _start.Span, Bytes.Length);

    public void Dispose() => _opened.Dispose();
}
