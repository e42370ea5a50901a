using OmeFs.Core;
using OmeFs.Core.Codecs;
using OmeFs.Core.Folders;
using OmeFs.Core.Series.Sets;
using OmeFs.Core.Sources;
using OmeFs.Core.Sources.Local;
using OmeFs.Settings;

namespace OmeFs.Composition;

/// <summary>Opens the images of a folder like single sources, with one cache of decoded segments for all of them.</summary>
internal sealed class FolderImages : IImageOpener, ISetReader, IDisposable
{
    private readonly ViewSettings _options;
    private readonly ISourceOpener _opener, _peeker;
    private readonly SegmentCache _cache = new(ImageSource.DecodedBytes);

    /// <param name="folder">Absolute. An image is not opened if links lead out of this folder, unless the options allow it.</param>
    public FolderImages(ViewSettings options, string folder)
    {
        _options = options with { FoundIn = folder, Stamps = new FileStamps() };
        (_opener, _peeker) = (SourceOpeners.For(_options), SourceOpeners.For(_options with { Stamps = null }));
    }

    public async Task<OpenedImage> OpenAsync(string path, CancellationToken cancellation)
    {
        var source = await KnownSource.OpenAsync(SourceAddress.OfPath(path), _opener, cancellation);
        var image = await ImageSource.OpenAsync(source, _options, _cache, cancellation);
        return new OpenedImage(image.View.Tree, image) { Access = image.Access, Notices = image.View.Source.Set.Notices };
    }

    public async Task<SetNames> ReadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            using var opened = await _peeker.OpenAsync(SourceAddress.OfPath(path), cancellation);
            var peek = await SetPeek.ReadAsync(opened.Source, cancellation);
            return new SetNames(peek.Others, peek.MetadataFile);
        }
        catch (OmeFsException)
        {
            return SetNames.Alone; // Opening the image reports what is wrong with it.
        }
    }

    public void Dispose() => _cache.Dispose();
}
