using System.Globalization;
using System.Text.RegularExpressions;
using OmeFs.Core.Ome.Planes;
using OmeFs.Core.Ome.Xml;

namespace OmeFs.Core.Tests.Ome;

/// <summary>The OME-XML of real OME-TIFFs, beside the number of IFDs and samples that the catalogue's maker counted in them.</summary>
public partial class SharedOmeTiffTests
{
    [SkippableFact]
    public void Every_plane_of_a_single_file_has_an_IFD_of_its_own_and_a_set_names_its_other_files()
    {
        Skip.If(SharedOme.Folder is null, "no ../shared/data (or OMEFS_SHARED) with OME-TIFFs");
        var (single, sets) = (0, 0);
        foreach (var (path, kind, ifdCount, samples) in Files())
        {
            var bytes = File.ReadAllBytes(path);
            var start = bytes.AsSpan().IndexOf("<OME"u8);
            Assert.True(start >= 0, path);
            var document = OmeXmlReader.Read(bytes.AsMemory(start), path);
            var maps = PlaneMap.CreateAll(document, new OneFile(ifdCount, document, Path.GetFileName(path), _ => samples));
            if (kind is "ome-multifile-uuid" or "ome-companion")
            {
                Assert.True(document.BinaryOnly is not null || maps.Any(map => map.AvailablePlanes < map.Order.PlaneCount), path);
                sets++;
                continue;
            }
            var ifds = maps.SelectMany(Fixtures.Ifds).ToArray();
            Assert.True(ifds.All(ifd => ifd >= 0) && ifds.Distinct().Count() == ifds.Length, $"{path}: {string.Join(' ', ifds)} of {ifdCount}");
            Assert.All(maps, map => Assert.InRange(map.RunCount, 1, Math.Max(1, (int)map.Order.PlaneCount)));
            single++;
        }
        Assert.InRange(single, 12, int.MaxValue);
        Assert.InRange(sets, 1, int.MaxValue);
    }

    private static IEnumerable<(string Path, string Kind, int IfdCount, int Samples)> Files() =>
        from line in File.ReadLines(Path.Combine(SharedOme.Folder!, "CATALOG.tsv"))
        let fields = line.Split('\t')
        where fields[4].StartsWith("ome-", StringComparison.Ordinal) && Counts().IsMatch(fields[5])
        let counts = Counts().Match(fields[5])
        select (Path.Combine(SharedOme.Folder!, fields[0]), fields[4], Number(counts.Groups[1]), Number(counts.Groups[2]));

    private static int Number(Group group) => int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"IFDs=(\d+).* spp=(\d+).* OME-XML=")]
    private static partial Regex Counts();
}
