using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using OmeFs.Core.Arrays;
using OmeFs.Core.BinData;
using OmeFs.Core.Codecs;
using OmeFs.Core.Images;
using OmeFs.Core.Sources.Local;
using OmeFs.Core.Tests.Ome;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Tests.BinData;

/// <summary>Every OME-XML file of the shared corpus: its pixels as lxml, base64 and numpy have them, or a refusal where it has none.</summary>
public class SharedBinDataTests
{
    [SkippableFact]
    public async Task Every_pixel_equals_numpys()
    {
        var documents = Documents().Where(document => document.What.Contains("BinData=", StringComparison.Ordinal)).Select(document => document.Path).ToList();
        var truth = Truth(documents);
        foreach (var path in documents)
            Assert.Equal(truth[path], await DigestsAsync(path));
        Assert.InRange(documents.Count, 100, int.MaxValue);
        Assert.InRange(truth.Values.SelectMany(digests => digests).Distinct().Count(), 10, int.MaxValue);
    }

    [SkippableFact]
    public async Task What_has_no_pixels_is_refused_by_name()
    {
        var documents = Documents().Where(document => document.What.Contains("well-formed=True", StringComparison.Ordinal) && !document.What.Contains("BinData=", StringComparison.Ordinal)).ToList();
        foreach (var (path, _) in documents)
        {
            var fault = await Assert.ThrowsAsync<OmeFsException>(() => DigestsAsync(path));
            Assert.Contains(path, fault.Message, StringComparison.Ordinal);
            Assert.True(fault.Kind is FaultKind.Unsupported or FaultKind.Corrupt, fault.Message);
        }
        Assert.InRange(documents.Count, 10, int.MaxValue);
    }

    private static IReadOnlyList<(string Path, string What)> Documents()
    {
        Skip.If(SharedOme.Folder is null, "no ../shared/data (or OMEFS_SHARED) with OME-XML files");
        return SharedOme.Documents();
    }

    private static async Task<List<string>> DigestsAsync(string path)
    {
        using var source = FileSource.Open(path);
        using var cache = new SegmentCache(1 << 20);
        var images = OmeXmlImages.Read(await OmeXmlFile.OpenAsync(source), cache);
        var digests = new List<string>();
        foreach (var levels in images.Levels)
            digests.Add(await DigestAsync(levels[0].Array));
        return digests;
    }

    /// <summary>Of all samples in t, c, z, y, x order; 0 for chunks that are Missing, and nothing for rows below the image.</summary>
    private static async Task<string> DigestAsync(VirtualArray array)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (shape, grid, rows) = (array.Shape, array.Grid, array.ChunkShape.Y);
        var band = new byte[rows * shape.X * array.Type.Size];
        var size = new long[1];
        for (var number = 0; number < grid.Volume; number++)
        {
            var (y, z, c, t) = (number % grid.Y, number / grid.Y % grid.Z, number / grid.Y / grid.Z % grid.C, number / grid.Y / grid.Z / grid.C);
            var at = new ChunkIndex(t, c, z, y, 0);
            await array.Chunks.SizesAsync(at, size);
            band.AsSpan().Clear();
            if (size[0] != IChunkStore.Missing)
                Assert.Equal(band.Length, await array.Chunks.ReadAsync(at, 0, band));
            hash.AppendData(band.AsSpan(0, Math.Min(rows, shape.Y - (y * rows)) * shape.X * array.Type.Size));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static Dictionary<string, List<string>> Truth(IEnumerable<string> documents)
    {
        var script = Path.Combine(SharedOme.Root, "tests/OmeFs.Clients.Tests/python/truth_omexml.py");
        using var python = Process.Start(new ProcessStartInfo(Environment.GetEnvironmentVariable("OMEFS_PYTHON") ?? "/usr/bin/python3", ["-B", script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        python.StandardInput.Write(string.Join('\n', documents));
        python.StandardInput.Close();
        return JsonSerializer.Deserialize<Dictionary<string, List<string>>>(python.StandardOutput.ReadToEnd())!;
    }
}
