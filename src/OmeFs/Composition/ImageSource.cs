using OmeFs.Core;
using OmeFs.Core.BinData;
using OmeFs.Core.Codecs;
using OmeFs.Core.Images;
using OmeFs.Core.Series.Sets;
using OmeFs.Core.Sources;
using OmeFs.Core.Sources.Local;
using OmeFs.Core.Tiff;
using OmeFs.Core.Tree;
using OmeFs.Reports;
using OmeFs.Settings;

namespace OmeFs.Composition;

/// <summary>
/// Puts together a source of images, its structure and its view. The source is a TIFF; or OME-XML, which has pixels or names TIFFs and may be
/// compressed with gzip.
/// </summary>
internal sealed class ImageSource : IMountable
{
    /// <summary>Bytes of decoded segments kept in memory. Arbitrary: a few dozen large tiles, or one screen of a viewer.</summary>
    public const long DecodedBytes = 256 * 1024 * 1024;

    private readonly KnownSource _source;
    private readonly IByteSource _bytes;
    private readonly SegmentCache? _ownCache;

    private ImageSource(KnownSource source, IByteSource bytes, SegmentCache? ownCache, OmeZarrView view, ReadAccess access) =>
        (_source, _bytes, _ownCache, View, Access) = (source, bytes, ownCache, view, access);

    public OmeZarrView View { get; }

    public IVirtualTree Tree => View.Tree;

    public ReadAccess Access { get; }

    /// <exception cref="OmeFsException">It does not exist, has no images, or cannot be shown.</exception>
    public static async Task<ImageSource> OpenAsync(SourceAddress address, ViewSettings options, CancellationToken cancellation)
    {
        await ParquetStores.MustNotBeAsync(address, cancellation);
        return await OpenAsync(await KnownSource.OpenAsync(address, SourceOpeners.For(options), cancellation), options, cancellation);
    }

    /// <param name="source">Owned by the result; closed if this throws.</param>
    /// <inheritdoc cref="OpenAsync(SourceAddress, ViewSettings, CancellationToken)"/>
    public static async Task<ImageSource> OpenAsync(KnownSource source, ViewSettings options, CancellationToken cancellation)
    {
        var cache = new SegmentCache(DecodedBytes);
        try
        {
            return await OpenAsync(source, options, cache, cache, cancellation);
        }
        catch
        {
            cache.Dispose();
            throw;
        }
    }

    /// <param name="shared">Holds decoded segments; the caller disposes it, after the result.</param>
    /// <inheritdoc cref="OpenAsync(KnownSource, ViewSettings, CancellationToken)"/>
    public static Task<ImageSource> OpenAsync(KnownSource source, ViewSettings options, SegmentCache shared, CancellationToken cancellation) =>
        OpenAsync(source, options, shared, ownCache: null, cancellation);

    public SourceReport Report() => SourceReports.Of(this);

    public Task<SourceReport> CountedReportAsync(Action<string> progress, CancellationToken cancellation) =>
        SourceReports.CountedAsync(this, progress, cancellation);

    public void Dispose()
    {
        _ownCache?.Dispose();
        _bytes.Dispose();
        _source.Dispose();
    }

    private static async Task<ImageSource> OpenAsync(
        KnownSource source, ViewSettings options, SegmentCache cache, SegmentCache? ownCache, CancellationToken cancellation)
    {
        var bytes = source.Bytes;
        try
        {
            MustBeImages(source);
            if (source.Kind == SourceKind.XmlInGzip)
                bytes = await GzipSource.OpenAsync(source.Bytes, cancellation);
            var set = new SetOptions(source.Folder, options.Missing);
            var images = await (source.Kind == SourceKind.Tiff ? TiffAsync(bytes, set, cache, cancellation) : XmlAsync(bytes, set, cache, cancellation));
            return new ImageSource(source, bytes, ownCache, OmeZarrView.Of(images, options.Layout, OmeZarrVersion.V04), AccessOf(source.Bytes, images.Set.Sources));
        }
        catch (Exception failure)
        {
            bytes.Dispose();
            source.Dispose();
            if (failure is OverflowException)
                throw new OmeFsException(FaultKind.LimitExceeded, $"{source.Address}: sizes in this file multiply to more than 2^63", failure);
            throw;
        }
    }

    private static void MustBeImages(KnownSource source)
    {
        if (SourceKinds.PackingOf(source.Kind) is not null)
            throw new OmeFsException(FaultKind.Unsupported, $"{source.Address}: is a reference document, which only 'omefs mount' and 'omefs inspect' take; an image expected");
        if (source.Kind == SourceKind.OtherInGzip)
            throw new OmeFsException(FaultKind.Unsupported, $"{source.Address}: is gzip, and what is in it is neither OME-XML nor a reference document; gunzip it first");
        if (source.Kind is SourceKind.Tiff or SourceKind.Xml)
            source.MustNotBeForeign();
    }

    /// <summary>The users who may read all the files: a level may have bytes from any of them.</summary>
    private static ReadAccess AccessOf(IByteSource own, IReadOnlyList<IByteSource> all)
    {
        var paths = new PathAccess();
        return all.Where(one => one.Address != own.Address).Aggregate(paths.Of(own), (access, one) => access.With(paths.Of(one)));
    }

    private static async Task<SourceImages> TiffAsync(IByteSource source, SetOptions options, SegmentCache cache, CancellationToken cancellation) =>
        await TiffImages.ReadAsync(await TiffFile.OpenAsync(source, cancellation), cache, options, cancellation);

    private static async Task<SourceImages> XmlAsync(IByteSource source, SetOptions options, SegmentCache cache, CancellationToken cancellation)
    {
        var file = await OmeXmlFile.OpenAsync(source, cancellation);
        var images = file.IsCompanion ? await TiffImages.ReadCompanionAsync(file, cache, options, cancellation) : OmeXmlImages.Read(file, cache);
        return source is GzipSource ? images.WithNotice(
            $"gzip has no random access: the {source.Length} bytes it holds were unpacked once, into a file without a name below {GzipSource.Folder}") : images;
    }
}
