using OmeFs.Core.Arrays;
using OmeFs.Core.Codecs;
using OmeFs.Core.Images;
using OmeFs.Core.Tests.Sources;
using OmeFs.Core.Tests.Tiff;
using OmeFs.Core.Tiff;
using OmeFs.Core.Tree;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Tests.Zarr;

/// <summary>A written TIFF, opened and laid out, with the source that counts.</summary>
internal sealed class TestView : IDisposable
{
    private const long CacheBytes = 16 * 1024 * 1024;

    private readonly SegmentCache _cache = new(CacheBytes);

    private TestView(MemorySource source) => Source = source;

    public MemorySource Source { get; }

    public TiffFile File { get; private set; } = null!;

    public OmeZarrView View { get; private set; } = null!;

    public VirtualTree Tree => View.Tree;

    /// <summary>Level 0 of the first image.</summary>
    public VirtualArray Array => View.Images[0].Levels[0];

    public static async Task<TestView> OpenAsync(byte[] bytes, OmeZarrLayout layout = OmeZarrLayout.Auto, string name = "memory.tif", OmeZarrVersion? version = null)
    {
        var view = new TestView(new MemorySource(bytes, name));
        view.File = await TiffFile.OpenAsync(view.Source);
        view.View = OmeZarrView.Of(await TiffImages.ReadAsync(view.File, view._cache), layout, version ?? OmeZarrVersion.V04);
        return view;
    }

    public static Task<TestView> OpenAsync(params IEnumerable<TestIfd> ifds) => OpenAsync(TiffWriter.Write(ifds));

    /// <summary>The sizes of a row of chunks.</summary>
    public static async Task<long[]> SizesAsync(VirtualArray array, ChunkIndex first)
    {
        var sizes = new long[array.Grid.X - first.X];
        await array.Chunks.SizesAsync(first, sizes);
        return sizes;
    }

    /// <summary>All bytes of a chunk, asked for with room to spare.</summary>
    public static async Task<byte[]> ReadAsync(VirtualArray array, ChunkIndex chunk, long size)
    {
        var buffer = new byte[size + 7];
        var count = await array.Chunks.ReadAsync(chunk, 0, buffer);
        return buffer[..count];
    }

    public static Task<byte[]> ReadAsync(VirtualArray array, int c, int z, int y, int x) => ReadAsync(array, new ChunkIndex(0, c, z, y, x), 1 << 20);

    /// <summary>The text of a document by its path, or null where there is none.</summary>
    public async Task<string?> TextAsync(string path)
    {
        var stat = await FindAsync(path);
        if (stat.Kind != NodeKind.File)
            return null;
        var bytes = new byte[stat.Size];
        Assert.Equal(bytes.Length, await Tree.Open(stat.Id).ReadAsync(0, bytes));
        return System.Text.Encoding.UTF8.GetString(bytes);
    }

    public async Task<NodeStat> FindAsync(string path)
    {
        var stat = await Tree.StatAsync(NodeId.Root);
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            stat = await Tree.LookupAsync(stat.Id, System.Text.Encoding.UTF8.GetBytes(part));
        return stat;
    }

    public void Dispose() => _cache.Dispose();
}
