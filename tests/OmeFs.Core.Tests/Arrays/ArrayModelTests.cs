using System.IO.Compression;
using OmeFs.Core.Arrays;
using OmeFs.Core.Tests.Zarr;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Tests.Arrays;

/// <summary>Every chunk of random small images, against samples that are looked up one by one.</summary>
public class ArrayModelTests
{
    private const int ImagesPerSeed = 60;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Every_chunk_holds_the_samples_of_the_file(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < ImagesPerSeed; i++)
        {
            var model = new ImageModel(random);
            using var view = await TestView.OpenAsync(model.ToTiff());
            Assert.Equal(model.Shape, view.Array.Shape);
            var grid = view.Array.Grid;
            var wrong = await WrongAsync(view.Array, model, random);
            Assert.True(wrong is null, $"seed {seed}, image {i}: {wrong}; "
                + $"{view.Array.Provenance.Storage} {view.Array.Provenance.Origins[0]} chunks {view.Array.ChunkShape} {view.Array.Type}\n{model}");
            Assert.Equal(grid.Volume, view.Array.Provenance.Origins.Sum(share => share.Chunks));
        }
    }

    private static async Task<string?> WrongAsync(VirtualArray array, ImageModel model, Random random)
    {
        var grid = array.Grid;
        long missing = 0;
        for (var c = 0; c < grid.C; c++)
            for (var z = 0; z < grid.Z; z++)
                for (var y = 0; y < grid.Y; y++)
                {
                    var sizes = await TestView.SizesAsync(array, new ChunkIndex(0, c, z, y, 0));
                    for (var x = 0; x < grid.X; x++)
                    {
                        var chunk = new ChunkIndex(0, c, z, y, x);
                        var there = InImage(array, chunk).Any(at => !model.IsMissing(at.C, at.Z, at.Y, at.X));
                        if (there != (sizes[x] != IChunkStore.Missing))
                            return $"chunk {chunk} is there: {there}, but its size is {sizes[x]}";
                        missing += there ? 0 : 1;
                        if (there && await WrongChunkAsync(array, model, chunk, sizes[x], random) is { } wrong)
                            return $"chunk {chunk}: {wrong}";
                        if (!there && array.Chunks is StoredSegments or ReencodedSegments)
                            Assert.Equal(FaultKind.NotFound, (await Assert.ThrowsAsync<OmeFsException>(() => TestView.ReadAsync(array, chunk, 9))).Kind);
                    }
                }
        var counted = await array.CountMissingAsync();
        return missing == counted.All ? null : $"{missing} chunks are missing, {counted.All} counted";
    }

    private static async Task<string?> WrongChunkAsync(VirtualArray array, ImageModel model, ChunkIndex chunk, long size, Random random)
    {
        var whole = await TestView.ReadAsync(array, chunk, size);
        if (whole.Length != size)
            return $"size {size}, but {whole.Length} bytes read";
        for (var i = 0; i < 4; i++)
        {
            var (offset, buffer) = (random.Next(whole.Length + 2), new byte[random.Next(whole.Length + 2)]);
            var count = await array.Chunks.ReadAsync(chunk, offset, buffer);
            if (!whole.AsSpan(Math.Min(offset, whole.Length)..Math.Min(offset + buffer.Length, whole.Length)).SequenceEqual(buffer.AsSpan(0, count)))
                return $"{buffer.Length} bytes at {offset} are not the slice of the whole chunk";
        }
        return WrongSample(array, model, chunk, !array.Metadata.Codecs.IsEmpty ? Inflated(whole) : whole);
    }

    private static string? WrongSample(VirtualArray array, ImageModel model, ChunkIndex chunk, byte[] samples)
    {
        var (shape, width) = (array.ChunkShape, array.Type.Size);
        if (samples.Length != shape.Volume * width)
            return $"{shape.Volume * width} bytes of samples expected, found {samples.Length}";
        for (var i = 0; i < shape.Volume; i++)
        {
            var at = Place(array, chunk, i);
            var expected = Inside(array, at) ? model.Sample(array.Type, at.C, at.Z, at.Y, at.X)
                : array.Chunks is StoredSegments || (array.Chunks is ReencodedSegments && array.Provenance.Storage.StartsWith("tile", StringComparison.Ordinal)) ? null : model.Fill(array.Type);
            var found = samples.AsSpan(i * width, width);
            if (expected is not null && !found.SequenceEqual(expected))
                return $"sample {at}: {Convert.ToHexString(expected)} expected, found {Convert.ToHexString(found)}";
        }
        return null;
    }

    private static IEnumerable<SamplePlace> InImage(VirtualArray array, ChunkIndex chunk) =>
        Enumerable.Range(0, (int)array.ChunkShape.Volume).Select(i => Place(array, chunk, i)).Where(at => Inside(array, at));

    /// <summary>The place in the array of a chunk's i-th sample.</summary>
    private static SamplePlace Place(VirtualArray array, ChunkIndex chunk, int i)
    {
        var shape = array.ChunkShape;
        var (c, y, x) = (i / shape.X / shape.Y, i / shape.X % shape.Y, i % shape.X);
        return new SamplePlace(0, (chunk.C * shape.C) + c, chunk.Z, (chunk.Y * shape.Y) + y, (chunk.X * shape.X) + x);
    }

    private static bool Inside(VirtualArray array, SamplePlace at) => at.Y < array.Shape.Y && at.X < array.Shape.X && at.C < array.Shape.C;

    private static byte[] Inflated(byte[] bytes)
    {
        using var zlib = new ZLibStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var samples = new MemoryStream();
        zlib.CopyTo(samples);
        return samples.ToArray();
    }
}
