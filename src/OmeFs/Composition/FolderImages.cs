using OmeFs.Core;
using OmeFs.Core.Codecs;
using OmeFs.Core.Folders;
using OmeFs.Core.Series;
using OmeFs.Core.Sources.Local;
using OmeFs.Settings;

namespace OmeFs.Composition;

/// <summary>Opens the images of a folder as single sources are opened, with one cache of decoded segments for all of them.</summary>
/// <param name="folder">Absolute: images that links lead out of it to are not opened, unless the options allow it.</param>
internal sealed class FolderImages(ViewSettings options, string folder) : IImageOpener, ISetReader, IDisposable
{
    private readonly ViewSettings _options = options with { FoundIn = folder, Stamps = new FileStamps() };
    private readonly SegmentCache _cache = new(OpenedSource.DecodedBytes);

    public async Task<OpenedImage> OpenAsync(string path, CancellationToken cancellation)
    {
        var opened = await OpenedSource.OpenAsync(path, _options, _cache, cancellation);
        return new OpenedImage(opened.View.Tree, opened) { Access = opened.Access };
    }

    public async Task<SetNames> ReadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            using var source = FileSource.Open(path, _options.OwnPolicy);
            var peek = await SetPeek.ReadAsync(source, cancellation);
            return new SetNames(peek.Others, peek.MetadataFile);
        }
        catch (OmeFsException)
        {
            return SetNames.Alone; // what is wrong with it is told to whoever looks into the image
        }
    }

    public void Dispose() => _cache.Dispose();
}
