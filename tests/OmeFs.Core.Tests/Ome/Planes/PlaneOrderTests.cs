using OmeFs.Core.Ome;
using OmeFs.Core.Ome.Planes;

namespace OmeFs.Core.Tests.Ome.Planes;

public class PlaneOrderTests
{
    public static TheoryData<DimensionOrder> Orders => [.. Enum.GetValues<DimensionOrder>()];

    [Theory]
    [MemberData(nameof(Orders))]
    public void Ordinals_run_as_the_letters_say_the_first_fastest(DimensionOrder order)
    {
        var sizes = new Dictionary<char, int> { ['Z'] = 3, ['C'] = 2, ['T'] = 5 };
        var planes = new PlaneOrder(order, 3, 2, 5);
        var letters = order.ToString()[2..];
        var ordinal = 0L;
        for (var slow = 0; slow < sizes[letters[2]]; slow++)
            for (var middle = 0; middle < sizes[letters[1]]; middle++)
                for (var fast = 0; fast < sizes[letters[0]]; fast++, ordinal++)
                {
                    var at = new Dictionary<char, int> { [letters[0]] = fast, [letters[1]] = middle, [letters[2]] = slow };
                    Assert.Equal(ordinal, planes.OrdinalOf(at['Z'], at['C'], at['T']));
                    Assert.Equal((at['Z'], at['C'], at['T']), planes.CoordinatesOf(ordinal));
                }
        Assert.Equal(ordinal, planes.PlaneCount);
    }

    [Theory]
    [InlineData(3, 0, 0)]
    [InlineData(0, 2, 0)]
    [InlineData(0, 0, 5)]
    [InlineData(-1, 0, 0)]
    public void There_is_no_plane_outside(int z, int c, int t) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PlaneOrder(DimensionOrder.XYZCT, 3, 2, 5).OrdinalOf(z, c, t));
}
