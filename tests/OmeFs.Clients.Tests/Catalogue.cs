using System.Text.RegularExpressions;

namespace OmeFs.Clients.Tests;

/// <summary>One file of the shared corpus as its CATALOG.tsv describes it.</summary>
/// <param name="Path">Relative to the corpus.</param>
/// <param name="What">The description: segment layout, compression, predictor and so on as key=value words.</param>
public sealed partial record CatalogueEntry(string Path, string Kind, string What)
{
    public string FullPath => System.IO.Path.Combine(Repository.SharedCorpus, Path);

    public string Project => Path.Split('/')[0];

    public bool IsTiff => TiffName().IsMatch(Path);

    public bool IsMalformed => Kind == "tiff-malformed";

    /// <summary>A set of one file, in codecs that omefs has and that tifffile or libtiff can judge.</summary>
    public bool IsReadable => IsTiff && !IsMalformed && !IsMember && Words("comp").All(codec => codec is
        "none" or "deflate" or "deflateOld" or "lzw" or "packbits" or "jpeg" or "ccittRLE" or "ccittG3" or "ccittG4"
            or "zstd" or "lzma" or "webp" or "lerc" or "next" or "thunder" or "png" or "jxl" or "jxlDNG");

    /// <summary>Shown too, but neither tifffile nor tiffcp here can say whether rightly; OmeFs.Core.Tests compares them by other ways.</summary>
    public bool IsUnjudged => IsTiff && !IsMalformed && !IsMember && Words("comp").Any(codec => codec is "ojpeg" or "sgilog" or "jp2k");

    /// <summary>One file of a set; SetTests compares these.</summary>
    public bool IsMember => Kind is "ome-companion" or "ome-multifile-uuid";

    /// <summary>A reference document, not one of its targets.</summary>
    public bool IsReferences => Kind.StartsWith("kerchunk", StringComparison.Ordinal) && What.StartsWith("reference JSON", StringComparison.Ordinal);

    private string[] Words(string key) => Regex.Match(What, $@"\b{key}=(\S+)") is { Success: true } found ? found.Groups[1].Value.Split(',') : ["?"];

    [GeneratedRegex(@"\.(tiff?|btf|tf2|tf8|svs|lsm|stk)$", RegexOptions.IgnoreCase)]
    private static partial Regex TiffName();
}

/// <summary>The shared corpus' table of contents; empty where the corpus is absent.</summary>
public static class Catalogue
{
    private static readonly Lazy<CatalogueEntry[]> Lazy = new(() => File.Exists(Repository.Catalogue)
        ? [.. File.ReadLines(Repository.Catalogue).Skip(1).Select(Parse)]
        : []);

    public static IReadOnlyList<CatalogueEntry> Entries => Lazy.Value;

    private static CatalogueEntry Parse(string line)
    {
        var fields = line.Split('\t');
        return new CatalogueEntry(fields[0], fields[4], fields[5]);
    }
}
