using OmeFs.Core.Arrays;
using OmeFs.Core.Codecs.Native;
using OmeFs.Core.Images;
using OmeFs.Core.Series;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Verification;

/// <summary>
/// Pixels of a view's files as libtiff reads them. libtiff gets the offset of an IFD, then parses it, finds segments and decodes by itself.
/// <see cref="PlaneOrderJudge"/> decides which IFD holds which plane: it walks the IFDs with libtiff and parses the description by itself.
/// </summary>
public sealed class LibTiffOracle : IPixelOracle
{
    private readonly OmeZarrView _view;
    private readonly LibTiffFiles _files = new();

    private readonly Lazy<PlaneOrderJudge> _order;

    private LibTiffOracle(OmeZarrView view) => (_view, _order) = (view, new Lazy<PlaneOrderJudge>(() => PlaneOrderJudge.Of(view)));

    public string Name { get; } = $"{NativeCodecs.Libraries.Split(',')[0]}, its own reading of the file";

    /// <summary>Null if libtiff is not installed.</summary>
    /// <param name="absence">Why libtiff cannot be used.</param>
    public static LibTiffOracle? TryOpen(OmeZarrView view, out string absence)
    {
        absence = NativeCodecs.IsAvailable ? "" : $"libomefs_codecs, which install.sh builds: {NativeCodecs.Libraries}";
        return NativeCodecs.IsAvailable ? new LibTiffOracle(view) : null;
    }

    public string? WhyNoPlaneOrder(int image) => _order.Value.WhyNot(image);

    public Opinion Read(PlaneArea area, VirtualArray array, Span<byte> samples)
    {
        if (area.Level >= _view.Images[area.Image].Series.Levels.Count)
            return CannotJudge("its pixels are in no TIFF");
        var samplesPerPixel = _view.Images[area.Image].Series.SamplesPerPixel;
        if (!TryPlace(area, out var ifd))
            return _order.Value.Fault(area, samplesPerPixel, null, _ => false) is { } lost
                ? new Opinion(OpinionKind.Differs, lost)
                : CannotJudge("the file has no IFD for the plane");
        if (ifd.Plane > 0 || ifd.Layout.Depth > 1)
            return CannotJudge("libtiff knows of one plane in an IFD");
        if (ifd.Record.Wraps != default)
            return CannotJudge("libtiff takes offsets of 32 bits as they are, and these wrapped at 4 GiB");
        var source = ifd.File.Source;
        if (LibTiffFiles.WhyNot(source.Name) is { } whyNot)
            return CannotJudge(whyNot);
        if (_files.Take(source.Name, out var fault) is not { } file)
            return CannotJudge($"libtiff refuses the file: {fault}");
        try
        {
            var offset = ifd.Record.Offset;
            return _order.Value.Fault(area, samplesPerPixel, source.Name, holder => IsHeldBy(file, holder, offset, area.Level)) is { } wrong
                ? new Opinion(OpinionKind.Differs, wrong)
                : OfCodec(ifd.Layout.Compression, Read(file, offset, area, array, samples));
        }
        finally
        {
            _files.Return(file);
        }
    }

    public void Dispose() => _files.Dispose();

    /// <summary>A level may be a SubIFD of its plane's IFD; one that is in the main chain belongs to no plane.</summary>
    private static bool IsHeldBy(LibTiffFile file, long holder, long offset, int level) =>
        holder == offset || (level > 0 && (file.SubsOf(holder) is var subs && (subs.Length == 0 || subs.Contains(offset))));

    /// <summary>libjpeg does not know every kind of JPEG that omefs decodes (lossless, 12 bits). Its words do not tell these from damaged ones.</summary>
    private static Opinion OfCodec(Compression compression, Opinion said) =>
        said.Kind == OpinionKind.Fails && compression == Compression.Jpeg ? CannotJudge(said.Words) : said;

    private static Opinion CannotJudge(string why) => new(OpinionKind.CannotJudge, why);

    private bool TryPlace(in PlaneArea area, out PlaneIfd ifd)
    {
        var series = _view.Images[area.Image].Series;
        return series.Levels[area.Level].TryFind(area.Z, area.C / series.SamplesPerPixel, area.T, out ifd);
    }

    private Opinion Read(LibTiffFile file, long offset, in PlaneArea area, VirtualArray array, Span<byte> samples)
    {
        if (!file.TryGo(offset, out var ifd, out var fault))
            return CannotJudge($"libtiff cannot read it: {fault}");
        var (shape, samplesPerPixel) = (array.Shape, _view.Images[area.Image].Series.SamplesPerPixel);
        if ((ifd.Width, ifd.Length, ifd.SamplesPerPixel) != ((uint)shape.X, (uint)shape.Y, (uint)samplesPerPixel))
            return new Opinion(
                OpinionKind.Differs,
                $"libtiff sees {ifd.Width}×{ifd.Length} pixels of {ifd.SamplesPerPixel} samples, the array {shape.X}×{shape.Y} of {samplesPerPixel}");
        return PackedSamples.Takes(ifd.BitsPerSample, array.Type)
            ? new LibTiffArea(file, offset, ifd, area, area.C % samplesPerPixel, array).Read(samples)
            : CannotJudge($"samples of {ifd.BitsPerSample} bits, which become {array.Type}, are not unpacked independently");
    }
}
