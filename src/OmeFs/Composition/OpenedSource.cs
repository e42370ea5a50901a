using OmeFs.Core;
using OmeFs.Core.BinData;
using OmeFs.Core.Codecs;
using OmeFs.Core.Sources;
using OmeFs.Core.Tiff;
using OmeFs.Core.Zarr;

namespace OmeFs.Composition;

/// <summary>A source, its structure and its view, put together. The one place where sources are composed.</summary>
internal sealed class OpenedSource : IDisposable
{
    /// <summary>Decoded segments kept in memory. Arbitrary: some dozen large tiles, or one screen of a viewer.</summary>
    private const long DecodedBytes = 256 * 1024 * 1024;

    private readonly IByteSource _source;
    private readonly SegmentCache _cache;

    private OpenedSource(IByteSource source, SegmentCache cache, OmeZarrView view) => (_source, _cache, View) = (source, cache, view);

    public OmeZarrView View { get; }

    /// <param name="path">Absolute path of a TIFF, or of an OME-XML file, which may be packed by gzip.</param>
    /// <exception cref="OmeFsException">It is not there, is neither of these, or cannot be shown.</exception>
    public static async Task<OpenedSource> OpenAsync(string path, OmeZarrLayout layout, CancellationToken cancellation)
    {
        IByteSource source = FileSource.Open(path);
        var cache = new SegmentCache(DecodedBytes);
        try
        {
            source = await UnpackedAsync(source, cancellation);
            return new OpenedSource(source, cache, OmeZarrView.Of(await ImagesAsync(source, cache, cancellation), layout));
        }
        catch (OverflowException cause)
        {
            Dispose(source, cache);
            throw new OmeFsException(FaultKind.LimitExceeded, $"{path}: sizes in this file multiply to more than 2^63", cause);
        }
        catch
        {
            Dispose(source, cache);
            throw;
        }
    }

    public void Dispose() => Dispose(_source, _cache);

    /// <summary>The source itself, or what it unpacks to, which owns it then.</summary>
    private static async ValueTask<IByteSource> UnpackedAsync(IByteSource source, CancellationToken cancellation) =>
        await SourceKinds.OfAsync(source, cancellation) != SourceKind.Gzip ? source : await GzipSource.OpenAsync(source, start =>
        {
            if (SourceKinds.Of(start.Span) != SourceKind.Xml)
                throw new OmeFsException(FaultKind.Unsupported, $"{source.Name}: is gzip, and what is in it is no OME-XML; gunzip it first");
        }, cancellation);

    private static async Task<SourceImages> ImagesAsync(IByteSource source, SegmentCache cache, CancellationToken cancellation)
    {
        if (await SourceKinds.OfAsync(source, cancellation) != SourceKind.Xml)
            return await TiffImages.ReadAsync(await TiffFile.OpenAsync(source, cancellation), cache, null, cancellation);
        var images = OmeXmlImages.Read(await OmeXmlFile.OpenAsync(source, cancellation), cache);
        return source is GzipSource ? images.WithNotice(
            $"gzip has no random access: the {source.Length} bytes it holds were unpacked once, into a file without a name below {GzipSource.Folder}") : images;
    }

    private static void Dispose(IByteSource source, SegmentCache cache)
    {
        cache.Dispose();
        source.Dispose();
    }
}
