using OmeFs.Core.Tests.Sources;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Tests.Tiff;

/// <summary>Comparing IFDs with a template finds exactly what taking each apart would, also where bytes are wrong.</summary>
public class IfdTemplateTests
{
    private const int Rounds = 1500;

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Templates_give_what_reading_every_IFD_gives(bool bigEndian, bool bigTiff)
    {
        var random = new Random(bigEndian ? 1 : 2);
        var matches = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var images = Enumerable.Range(0, random.Next(2, 7)).Select(_ => Image(random).ToIfd(bigEndian)).ToList();
            var bytes = TiffWriter.Write(bigEndian, bigTiff, images);
            for (var i = random.Next(4); i > 0; i--)
                Mutate(bytes, images[random.Next(images.Count)], random, bigEndian);
            var source = new MemorySource(bytes);
            var expected = await ReferenceWalk.WalkAsync(source, TiffHeader.Parse(bytes, source.Name));
            if (expected is null)
                continue;
            var found = await ReferenceWalk.TestedAsync(source);
            Assert.True(expected.SequenceEqual(found), $"round {round}: expected\n{string.Join('\n', expected)}\nfound\n{string.Join('\n', found)}");
            matches += found.Count > 1 ? 1 : 0;
        }
        Assert.InRange(matches, Rounds / 4, Rounds);
    }

    private static TestImage Image(Random random) => new()
    {
        Width = random.Next(8) == 0 ? 20 : 40,
        Length = random.Next(8) == 0 ? 3 : 40,
        Tiled = random.Next(8) == 0,
        Samples = random.Next(8) == 0 ? 3 : 1,
        Deflate = random.Next(8) == 0,
    };

    /// <summary>Any byte of an IFD, or a small number somewhere in it, which is likelier to mean something.</summary>
    private static void Mutate(byte[] bytes, TestIfd ifd, Random random, bool bigEndian)
    {
        var at = random.NextInt64(ifd.Offset, ifd.NextAt + 4);
        if (random.Next(2) == 0)
            bytes[at] = (byte)random.Next(256);
        else
            TiffWriter.Put(bytes, at / 2 * 2, (ulong)random.Next(20), 2, bigEndian);
    }
}
