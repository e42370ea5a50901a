using System.IO.Compression;
using System.Text.Json.Nodes;
using OmeFs.Core.Tests.Zarr;
using OmeFs.Core.Tree;

namespace OmeFs.Core.Tests.Matrix;

/// <summary>The slowest reader of a Zarr v2 array: its .zarray and chunk files by their names, and nothing else of the view.</summary>
internal sealed class ZarrLevel
{
    private readonly TestView _view;
    private readonly string _path;
    private readonly string? _compressor;
    private readonly string _fill;

    private ZarrLevel(TestView view, string path, JsonNode document)
    {
        (_view, _path) = (view, path);
        Type = (string)document["dtype"]!;
        Shape = [.. document["shape"]!.AsArray().Select(number => (int)number!)];
        Chunks = [.. document["chunks"]!.AsArray().Select(number => (int)number!)];
        _compressor = (string?)document["compressor"]?["id"];
        _fill = document["fill_value"]!.ToJsonString();
    }

    /// <summary>As in numpy: "&lt;u2".</summary>
    public string Type { get; }

    public int[] Shape { get; }

    public int[] Chunks { get; }

    private int SampleBytes => Type[2] - '0';

    public static async Task<ZarrLevel> OpenAsync(TestView view, string path) =>
        new(view, path, JsonNode.Parse((await view.TextAsync(path + "/.zarray"))!)!);

    /// <summary>All samples in C order, little-endian.</summary>
    public async Task<byte[]> ReadAsync()
    {
        var samples = new byte[Shape.Aggregate(1L, (product, side) => checked(product * side)) * SampleBytes];
        var grid = Shape.Zip(Chunks, (side, chunk) => (side + chunk - 1) / chunk).ToArray();
        for (var c = 0; c < grid[1]; c++)
            for (var y = 0; y < grid[3]; y++)
                for (var x = 0; x < grid[4]; x++)
                    Place(await ChunkAsync($"{_path}/0/{c}/0/{y}/{x}"), c, y, x, samples);
        if (Type[0] == '>')
            for (var i = 0; i < samples.Length; i += SampleBytes)
                samples.AsSpan(i, SampleBytes).Reverse();
        return samples;
    }

    private async Task<byte[]> ChunkAsync(string path)
    {
        var whole = new byte[Chunks.Aggregate(1, (product, side) => product * side) * SampleBytes];
        var stat = await _view.FindAsync(path);
        if (!stat.Exists)
            return _fill == "0" ? whole : throw new NotSupportedException($"{path} is missing, and the fill value is {_fill}");
        Assert.Equal(NodeKind.File, stat.Kind);
        var stored = new byte[stat.Size];
        Assert.Equal(stored.Length, await _view.Tree.Open(stat.Id).ReadAsync(0, stored));
        if (_compressor is null)
        {
            Assert.Equal(whole.Length, stored.Length);
            return stored;
        }
        using var inflated = new ZLibStream(new MemoryStream(stored), CompressionMode.Decompress);
        inflated.ReadExactly(whole);
        Assert.Equal(-1, inflated.ReadByte());
        return whole;
    }

    private void Place(byte[] chunk, int c, int y, int x, byte[] samples)
    {
        var across = Math.Min(Chunks[4], Shape[4] - (x * Chunks[4])) * SampleBytes;
        for (var sample = 0; sample < Chunks[1] && (c * Chunks[1]) + sample < Shape[1]; sample++)
            for (var row = 0; row < Chunks[3] && (y * Chunks[3]) + row < Shape[3]; row++)
            {
                var to = (((((long)c * Chunks[1]) + sample) * Shape[3]) + (y * Chunks[3]) + row) * Shape[4];
                var from = ((sample * Chunks[3]) + row) * Chunks[4] * SampleBytes;
                chunk.AsSpan(from, across).CopyTo(samples.AsSpan((int)(to + (x * Chunks[4])) * SampleBytes));
            }
    }
}
