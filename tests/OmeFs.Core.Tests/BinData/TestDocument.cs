using System.Globalization;
using System.Text;
using OmeFs.Core.Arrays;
using OmeFs.Core.BinData;
using OmeFs.Core.Codecs;
using OmeFs.Core.Images;
using OmeFs.Core.Tests.Sources;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Tests.BinData;

/// <summary>An OME-XML document with BinData, opened, with the source that counts.</summary>
internal sealed class TestDocument : IDisposable
{
    private readonly SegmentCache _cache = new(16 * 1024 * 1024);

    public required MemorySource Source { get; init; }

    public OmeXmlFile File { get; private set; } = null!;

    public SourceImages Images { get; private set; } = null!;

    public VirtualArray Array => Images.Levels[0][0].Array;

    public string Notices => string.Join('\n', Images.Set.Notices);

    public static async Task<TestDocument> OpenAsync(string xml) => await OpenAsync(Encoding.UTF8.GetBytes(xml));

    public static async Task<TestDocument> OpenAsync(byte[] xml)
    {
        var document = new TestDocument { Source = new MemorySource(xml, "memory.ome.xml") };
        document.File = await OmeXmlFile.OpenAsync(document.Source);
        document.Images = OmeXmlImages.Read(document.File, document._cache);
        return document;
    }

    /// <summary>A document of one Image of one plane a BinData, along z.</summary>
    public static string Xml(int x, int y, string type, params IEnumerable<string> binData)
    {
        var planes = binData.ToList();
        return string.Create(CultureInfo.InvariantCulture, $"""
            <OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06"><Image ID="Image:0"><Pixels ID="Pixels:0" DimensionOrder="XYZCT" Type="{type}"
            SizeX="{x}" SizeY="{y}" SizeZ="{Math.Max(1, planes.Count)}" SizeC="1" SizeT="1"><Channel ID="Channel:0:0"/>{string.Concat(planes)}</Pixels></Image></OME>
            """);
    }

    public static string BinData(string text, string attributes = "BigEndian=\"false\"") => $"<BinData {attributes}>{text}</BinData>";

    public static string BinData(byte[] content, string attributes = "BigEndian=\"false\"") => BinData(Convert.ToBase64String(content), attributes);

    /// <summary>Bytes that differ everywhere, the same each time.</summary>
    public static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }

    /// <summary>All bytes of the chunk of plane <paramref name="z"/> and band <paramref name="y"/>.</summary>
    public async Task<byte[]> ReadAsync(int z = 0, int y = 0)
    {
        var sizes = new long[1];
        await Array.Chunks.SizesAsync(new ChunkIndex(0, 0, z, y, 0), sizes);
        var bytes = new byte[sizes[0]];
        Assert.Equal(bytes.Length, await Array.Chunks.ReadAsync(new ChunkIndex(0, 0, z, y, 0), 0, bytes));
        return bytes;
    }

    public async Task<OmeFsException> FaultAsync(int z = 0, int y = 0)
    {
        var fault = await Assert.ThrowsAsync<OmeFsException>(() => ReadAsync(z, y));
        Assert.StartsWith("memory.ome.xml: ", fault.Message, StringComparison.Ordinal);
        return fault;
    }

    public void Dispose() => _cache.Dispose();
}
