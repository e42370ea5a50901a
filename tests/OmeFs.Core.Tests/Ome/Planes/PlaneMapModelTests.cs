using OmeFs.Core.Ome;
using OmeFs.Core.Ome.Planes;

namespace OmeFs.Core.Tests.Ome.Planes;

/// <summary>Random TiffData lists against a slow, obvious model: a dictionary filled plane by plane in the order of the document.</summary>
public class PlaneMapModelTests
{
    private const int Elsewhere = -1;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Runs_hold_what_a_dictionary_would(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 3000; round++)
        {
            var (z, c, t) = (random.Next(1, 5), random.Next(1, 4), random.Next(1, 6));
            var order = (DimensionOrder)random.Next(6);
            var elements = Enumerable.Range(0, random.Next(1, 9)).Select(_ => RandomElement(random, z, c, t)).ToArray();
            var ifdCount = random.Next(1, 40);
            var map = PlaneMap.Create(Fixtures.Pixels(z, c, t, order, elements), new OneFile(ifdCount, new OmeDocument { Uuid = "urn:uuid:self" }), 1);
            var model = Model(order, z, c, t, elements);
            for (var ordinal = 0; ordinal < z * c * t; ordinal++)
            {
                var expected = model.TryGetValue(ordinal, out var ifd) && ifd < ifdCount ? ifd : Elsewhere;
                Assert.True(
                    expected == map.PlaceOf(ordinal).Ifd,
                    $"seed {seed}, round {round}, plane {ordinal}: expected {expected}, found {map.PlaceOf(ordinal).Ifd} for {order} {z}×{c}×{t}: {string.Join(", ", elements)}");
            }
            Assert.Equal(Fixtures.Ifds(map).Count(ifd => ifd != Elsewhere), map.AvailablePlanes);
        }
    }

    // 0 is always among First*, so that none is taken for counting from 1; that has tests of its own.
    private static TiffData RandomElement(Random random, int z, int c, int t)
    {
        var origin = random.Next(3) == 0;
        return new TiffData(
            random.Next(2) == 0 ? random.Next(30) : null,
            origin ? 0 : random.Next(z), origin ? 0 : random.Next(c), origin ? 0 : random.Next(t),
            random.Next(2) == 0 ? random.Next(0, 12) : null,
            random.Next(5) == 0 ? "urn:uuid:other" : null);
    }

    private static Dictionary<int, int> Model(DimensionOrder order, int z, int c, int t, TiffData[] elements)
    {
        var planes = z * c * t;
        Dictionary<int, int> ifds = [];
        HashSet<int> sure = [];
        foreach (var element in elements.Where(element => element.PlaneCount != 0))
        {
            var first = Ordinal(order, z, c, t, element);
            var open = element.Ifd is null && element.PlaneCount is null;
            var count = element.PlaneCount ?? 1;
            for (var plane = first; plane < planes && plane < first + count; plane++)
            {
                ifds[plane] = element.Uuid is null ? (element.Ifd ?? 0) + plane - first : Elsewhere;
                sure.Add(plane);
            }
            for (var plane = first + count; plane < planes && !sure.Contains(plane); plane++)
                if (open)
                    ifds[plane] = element.Uuid is null ? plane - first : Elsewhere;
                else
                    ifds.Remove(plane);
        }
        return ifds;
    }

    private static int Ordinal(DimensionOrder order, int z, int c, int t, TiffData element)
    {
        var ordinal = 0;
        foreach (var letter in order.ToString()[2..].Reverse())
            ordinal = letter switch
            {
                'Z' => ordinal * z + element.FirstZ,
                'C' => ordinal * c + element.FirstC,
                _ => ordinal * t + element.FirstT,
            };
        return ordinal;
    }
}
