using System.Diagnostics;
using OmeFs.Core.Codecs;
using OmeFs.Core.Images;
using OmeFs.Core.Tests.Sources;
using OmeFs.Core.Tiff;
using OmeFs.Core.Tree;
using OmeFs.Fuzz.Mutations;

namespace OmeFs.Core.Tests.Tiff;

/// <summary>
/// Small files with some bytes changed are opened, listed and read. Nothing but an <see cref="OmeFsException"/> may come out, and no
/// number in a file may make a reader take much memory or time.
/// </summary>
[Collection(nameof(MutationTests))]
public class MutationTests
{
    private const int MutationsPerFile = 700;

    /// <summary>Of all that is ever allocated. 65,535 samples of a pixel are as many channels, each with some KiB of JSON and XML on the way.</summary>
    private const long MostBytes = (64 * 1024 * 1024) + (TiffLimits.MaxSamplesPerPixel * 5L * 1024);

    private const int MostEntries = 300;
    private const int MostReads = 12;
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(5);

    private const string Ome = """
        <?xml version="1.0"?><OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06"><Image ID="Image:0" Name="n">
        <Pixels ID="Pixels:0" DimensionOrder="XYZCT" Type="uint8" SizeX="40" SizeY="30" SizeZ="2" SizeC="1" SizeT="1" PhysicalSizeX="0.5">
        <Channel ID="Channel:0:0" SamplesPerPixel="1"/><TiffData IFD="0" PlaneCount="2"/></Pixels></Image></OME>
        """;

    public static TheoryData<string> Kinds => ["tiles", "strips", "deflate", "short strip", "rgb", "12 bits", "pyramid", "ome", "imagej"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Changed_bytes_end_in_a_fault_or_in_chunks(string kind)
    {
        var random = new Random(kind.Length);
        var (opened, refused) = (0, 0);
        for (var i = 0; i < MutationsPerFile; i++)
        {
            var bytes = FileOf(kind, random);
            Mutate(bytes, random);
            var (before, watch) = (GC.GetTotalAllocatedBytes(), Stopwatch.StartNew());
            try
            {
                await OpenAsync(bytes);
                opened++;
            }
            catch (OmeFsException fault)
            {
                Assert.NotEqual(FaultKind.Bug, fault.Kind);
                refused++;
            }
            catch (Exception other) when (other is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"{kind}, mutation {i}: {other}\n{Convert.ToBase64String(bytes)}");
            }
            Assert.True(watch.Elapsed < MostTime, $"{kind}, mutation {i}: {watch.Elapsed}\n{Convert.ToBase64String(bytes)}");
            var allocated = GC.GetTotalAllocatedBytes() - before;
            Assert.True(allocated < MostBytes, $"{kind}, mutation {i}: {allocated} bytes\n{Convert.ToBase64String(bytes)}");
        }
        Assert.InRange(opened, 20, MutationsPerFile);
        Assert.InRange(refused, 20, MutationsPerFile);
    }

    private static byte[] FileOf(string kind, Random random)
    {
        var small = new TestImage { Width = 40, Length = 30 };
        List<TestIfd> ifds = kind switch
        {
            "tiles" => [(small with { Tiled = true }).ToIfd(), (small with { Tiled = true }).ToIfd()],
            "strips" => [small.ToIfd(), (small with { Rows = 7 }).ToIfd()],
            "deflate" => [(small with { Tiled = true, Deflate = true }).ToIfd(), (small with { Tiled = true, Deflate = true }).ToIfd()],
            "short strip" => [new TestImage { Width = 1000, Length = 100, Rows = 70, Deflate = true }.ToIfd()],
            "rgb" => [(small with { Samples = 3, Deflate = true, Tiled = true }).ToIfd()],
            "12 bits" => [(small with { Bits = 12, Rows = 9 }).ToIfd()],
            "pyramid" => [(small with { Tiled = true }).ToIfd().WithSubs((small with { Width = 20, Length = 15 }).ToIfd())],
            "ome" => [small.ToIfd().Text(TiffTag.ImageDescription, Ome), small.ToIfd()],
            _ => [small.ToIfd().Text(TiffTag.ImageDescription, "ImageJ=1.53\nimages=2\nslices=2\nunit=micron\nspacing=2.5\n").Rational(TiffTag.XResolution, 5, 1), small.ToIfd()],
        };
        return TiffWriter.Write(false, random.Next(2) == 0, ifds);
    }

    /// <summary>One to four changes.</summary>
    private static void Mutate(byte[] bytes, Random random)
    {
        for (var i = random.Next(1, 5); i > 0; i--)
            ByteMutator.Change(bytes, random);
    }

    private static async Task OpenAsync(byte[] bytes)
    {
        using var cache = new SegmentCache(1 << 20);
        var file = await TiffFile.OpenAsync(new MemorySource(bytes));
        var view = OmeZarrView.Of(await TiffImages.ReadAsync(file, cache), OmeZarrLayout.Auto, OmeZarrVersion.V04);
        await WalkAsync(view.Tree);
    }

    /// <summary>Lists folder after folder, each from its beginning, and reads the beginning and the end of files; faults of single chunks are passed over.</summary>
    private static async Task WalkAsync(VirtualTree tree)
    {
        var folders = new Stack<NodeId>([NodeId.Root]);
        var (entries, reads) = (0, 0);
        var page = new TreeEntry[20];
        while (folders.TryPop(out var folder) && entries < MostEntries)
        {
            var count = await tree.ListAsync(folder, 0, page);
            entries += count;
            foreach (var entry in page[..count])
                if (entry.Stat.Kind == NodeKind.Folder)
                    folders.Push(entry.Stat.Id);
                else if (reads++ < MostReads)
                    await ReadAsync(tree, entry);
        }
    }

    private static async Task ReadAsync(VirtualTree tree, TreeEntry entry)
    {
        var buffer = new byte[4096];
        foreach (var offset in (long[])[0, Math.Max(0, entry.Stat.Size - 100)])
            try
            {
                var count = await tree.Open(entry.Stat.Id).ReadAsync(offset, buffer);
                Assert.Equal(Math.Min(buffer.Length, entry.Stat.Size - offset), count);
            }
            catch (OmeFsException fault) when (fault.Kind is FaultKind.Corrupt or FaultKind.LimitExceeded)
            {
            }
    }
}

/// <summary>Allocations are counted for the whole process, so nothing else may run.</summary>
[CollectionDefinition(nameof(MutationTests), DisableParallelization = true)]
public class MutationTestCollection;
