using OmeFs.Core;
using OmeFs.Core.BinData;
using OmeFs.Core.Codecs;
using OmeFs.Core.Series;
using OmeFs.Core.Sources;
using OmeFs.Core.Sources.Local;
using OmeFs.Core.Tiff;
using OmeFs.Core.Tree;
using OmeFs.Core.Zarr;
using OmeFs.Reports;
using OmeFs.Settings;

namespace OmeFs.Composition;

/// <summary>A source, its structure and its view, put together.</summary>
internal sealed class OpenedSource : IOpened
{
    /// <summary>Decoded segments kept in memory. Arbitrary: some dozen large tiles, or one screen of a viewer.</summary>
    public const long DecodedBytes = 256 * 1024 * 1024;

    private readonly IByteSource _source;
    private readonly FileFolder _folder;
    private readonly SegmentCache? _ownCache;

    private OpenedSource(IByteSource source, FileFolder folder, SegmentCache? ownCache, OmeZarrView view, ReadAccess access) =>
        (_source, _folder, _ownCache, View, Access) = (source, folder, ownCache, view, access);

    public OmeZarrView View { get; }

    public IVirtualTree Tree => View.Tree;

    public ReadAccess Access { get; }

    /// <param name="path">Absolute path of a TIFF, or of an OME-XML file, which may be packed by gzip and hold pixels or name TIFFs.</param>
    /// <exception cref="OmeFsException">It is not there, is neither of these, or cannot be shown.</exception>
    public static async Task<OpenedSource> OpenAsync(string path, ViewSettings options, CancellationToken cancellation)
    {
        var cache = new SegmentCache(DecodedBytes);
        try
        {
            return await OpenAsync(path, options, cache, cache, cancellation);
        }
        catch
        {
            cache.Dispose();
            throw;
        }
    }

    /// <param name="shared">Where decoded segments are kept; the caller disposes it, after this.</param>
    /// <inheritdoc cref="OpenAsync(string, ViewSettings, CancellationToken)"/>
    public static Task<OpenedSource> OpenAsync(string path, ViewSettings options, SegmentCache shared, CancellationToken cancellation) =>
        OpenAsync(path, options, shared, ownCache: null, cancellation);

    public SourceReport Report() => SourceReports.Of(this);

    public Task<SourceReport> CountedReportAsync(Action<string> progress, CancellationToken cancellation) =>
        SourceReports.CountedAsync(this, progress, cancellation);

    public void Dispose()
    {
        _ownCache?.Dispose();
        Dispose(_source, _folder);
    }

    private static async Task<OpenedSource> OpenAsync(
        string path, ViewSettings options, SegmentCache cache, SegmentCache? ownCache, CancellationToken cancellation)
    {
        IByteSource source = FileSource.Open(path, options.OwnPolicy, options.Stamps);
        var opened = source.Identity;
        var folder = new FileFolder(Path.GetDirectoryName(path)!, options.AllowedFolders, options.Stamps);
        try
        {
            var kind = await SourceKinds.OfAsync(source, cancellation);
            if (kind is SourceKind.Json or SourceKind.Zstd)
                throw new OmeFsException(FaultKind.Unsupported, $"{path}: is a reference document, which only 'omefs mount' and 'omefs inspect' take; an image expected");
            if (kind is SourceKind.Tiff or SourceKind.Xml)
                await ForeignFormats.MustNotBeAsync(source, cancellation);
            if (kind == SourceKind.Gzip)
                source = await UnpackedAsync(source, cancellation);
            var set = new SetOptions(folder, options.Missing);
            var images = await (kind == SourceKind.Tiff ? TiffAsync(source, set, cache, cancellation) : XmlAsync(source, set, cache, cancellation));
            return new OpenedSource(source, folder, ownCache, OmeZarrView.Of(images, options.Layout), AccessOf(path, opened, images.Set.Sources));
        }
        catch (OverflowException cause)
        {
            Dispose(source, folder);
            throw new OmeFsException(FaultKind.LimitExceeded, $"{path}: sizes in this file multiply to more than 2^63", cause);
        }
        catch
        {
            Dispose(source, folder);
            throw;
        }
    }

    /// <summary>Whoever may read each of the files: a level may hold bytes of any of them.</summary>
    private static ReadAccess AccessOf(string path, SourceIdentity opened, IReadOnlyList<IByteSource> all)
    {
        var paths = new PathAccess();
        return all.Where(one => one.Name != path).Aggregate(paths.Of(path, opened), (access, one) => access.With(paths.Of(one.Name, one.Identity)));
    }

    /// <summary>OME-XML out of a gzip file, which the result owns then.</summary>
    private static async Task<IByteSource> UnpackedAsync(IByteSource source, CancellationToken cancellation) => await GzipSource.OpenAsync(source, start =>
    {
        if (SourceKinds.Of(start.Span) != SourceKind.Xml)
            throw new OmeFsException(FaultKind.Unsupported, $"{source.Name}: is gzip, and what is in it is neither OME-XML nor a reference document; gunzip it first");
    }, cancellation);

    private static async Task<SourceImages> TiffAsync(IByteSource source, SetOptions options, SegmentCache cache, CancellationToken cancellation) =>
        await TiffImages.ReadAsync(await TiffFile.OpenAsync(source, cancellation), cache, options, cancellation);

    private static async Task<SourceImages> XmlAsync(IByteSource source, SetOptions options, SegmentCache cache, CancellationToken cancellation)
    {
        var file = await OmeXmlFile.OpenAsync(source, cancellation);
        var images = file.IsCompanion ? await TiffImages.ReadCompanionAsync(file, cache, options, cancellation) : OmeXmlImages.Read(file, cache);
        return source is GzipSource ? images.WithNotice(
            $"gzip has no random access: the {source.Length} bytes it holds were unpacked once, into a file without a name below {GzipSource.Folder}") : images;
    }

    private static void Dispose(IByteSource source, FileFolder folder)
    {
        folder.Dispose();
        source.Dispose();
    }
}
