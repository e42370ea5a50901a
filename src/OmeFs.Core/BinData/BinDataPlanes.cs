using OmeFs.Core.Ome;
using OmeFs.Core.Ome.Planes;

namespace OmeFs.Core.BinData;

/// <summary>Finds the BinData of each plane of an Image. They are in the DimensionOrder, and each sample of RGB is a plane.</summary>
internal sealed class BinDataPlanes
{
    private readonly IReadOnlyList<BinDataElement> _elements;
    private readonly BinDataRun _run;
    private readonly PlaneOrder _order;

    internal BinDataPlanes(IReadOnlyList<BinDataElement> elements, BinDataRun run, Pixels pixels)
    {
        (_elements, _run) = (elements, run);
        _order = new PlaneOrder(pixels.DimensionOrder, pixels.SizeZ, pixels.SizeC, pixels.SizeT);
    }

    /// <summary>The number of BinData of the Image, which may be too few or too many.</summary>
    public int Count => _run.Count;

    public long PlaneCount => _order.PlaneCount;

    /// <summary>The BinData of all planes that have one.</summary>
    public IEnumerable<BinDataElement> Elements => Enumerable.Range(_run.First, (int)Math.Min(_run.Count, PlaneCount)).Select(number => _elements[number]);

    /// <summary>Finds the BinData of a plane. False if there is none or it is empty.</summary>
    /// <param name="number">Its index in the document.</param>
    public bool TryFind(int t, int c, int z, out int number, out BinDataElement element)
    {
        var ordinal = _order.OrdinalOf(z, c, t);
        number = ordinal < _run.Count ? _run.First + (int)ordinal : -1;
        element = number < 0 ? default : _elements[number];
        return element.Text.Characters > 0;
    }
}
