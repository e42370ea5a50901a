using OmeFs.Core;
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

    /// <param name="path">Absolute path of a TIFF.</param>
    /// <exception cref="OmeFsException">It is not there, is no TIFF, or cannot be shown.</exception>
    public static async Task<OpenedSource> OpenAsync(string path, OmeZarrLayout layout, CancellationToken cancellation)
    {
        IByteSource source = FileSource.Open(path);
        var cache = new SegmentCache(DecodedBytes);
        try
        {
            var file = await TiffFile.OpenAsync(source, cancellation);
            return new OpenedSource(source, cache, OmeZarrView.Of(await TiffImages.ReadAsync(file, cache, cancellation), layout));
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

    private static void Dispose(IByteSource source, SegmentCache cache)
    {
        cache.Dispose();
        source.Dispose();
    }
}
