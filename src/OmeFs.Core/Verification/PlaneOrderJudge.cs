using OmeFs.Core.Codecs.Native;
using OmeFs.Core.Images;

namespace OmeFs.Core.Verification;

/// <summary>
/// Decides independently which IFD holds which plane. It uses libtiff's order of the IFDs and parses the first one's description here, in
/// the most obvious way. It uses nothing that omefs has read, and reports what it cannot judge.
/// </summary>
internal sealed class PlaneOrderJudge
{
    /// <summary>The most files whose IFDs are walked: a set may have many.</summary>
    private const int MostFiles = 10_000;

    /// <summary>The most IFDs of one file. Arbitrary: libtiff reads every one of them.</summary>
    private const int MostIfds = 1_000_000;

    private readonly Dictionary<string, long[]?> _chains = [];
    private readonly ImagePlanes?[] _images;
    private readonly string _whyNot = "";

    private PlaneOrderJudge(OmeZarrView view)
    {
        _images = new ImagePlanes?[view.Images.Count];
        if (!DeclaredPlanes.TryRead(view.Source.Name, out var declared, out _whyNot))
            return;
        for (var image = 0; image < _images.Length; image++)
            _images[image] = declared.Of(view.Images[image].Series.OmeImage);
    }

    public static PlaneOrderJudge Of(OmeZarrView view) => new(view);

    /// <summary>Why an image's plane order is not judged; null if it is.</summary>
    public string? WhyNot(int image) => _images[image] is { } planes ? planes.WhyNot : _whyNot;

    /// <summary>What is wrong with the IFD of a plane; null if it is the right one.</summary>
    /// <param name="samples">Samples per pixel: the channels in one IFD.</param>
    /// <param name="path">The file with the IFD; null if omefs has none for the plane.</param>
    /// <param name="isHolder">Whether the IFD at an offset is the one that is shown, or has it as a SubIFD.</param>
    public string? Fault(PlaneArea area, int samples, string? path, Func<long, bool> isHolder)
    {
        if (WhyNot(area.Image) is not null)
            return null;
        var (file, number) = _images[area.Image]!.PlaceOf(area.Z, area.C / samples, area.T);
        var plane = $"plane z {area.Z} c {area.C / samples} t {area.T}";
        var chain = file is null ? null : ChainOf(file);
        if (chain is null || number >= chain.Length)
            return path is null ? null : $"{plane} is in no IFD by a second reading of the description, but is shown";
        if (path is null)
            return $"{plane} is in IFD {number} of {Path.GetFileName(file)} by a second reading of the description, but is not shown";
        return Path.GetFileName(file) == Path.GetFileName(path) && isHolder(chain[number])
            ? null
            : $"{plane} is in IFD {number} of {Path.GetFileName(file)} by a second reading of the description, but another IFD is shown";
    }

    private long[]? ChainOf(string path)
    {
        lock (_chains)
        {
            if (!_chains.TryGetValue(path, out var chain) && _chains.Count < MostFiles)
            {
                using var file = TiffFileHandle.Open(path, out _);
                _chains[path] = chain = file?.Chain(MostIfds);
            }
            return chain;
        }
    }
}
