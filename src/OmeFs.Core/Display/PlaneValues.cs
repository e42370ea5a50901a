using System.Buffers.Binary;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Display;

/// <summary>Values of one plane: all, or every n-th. NaN is left out.</summary>
/// <param name="expected">Samples that will be added.</param>
/// <param name="most">The most values that are kept.</param>
/// <param name="nodata">The value of pixels without data; null if there is none.</param>
internal sealed class PlaneValues(DataType type, long expected, int most, double? nodata)
{
    /// <summary>Odd, so that samples of an image of even width are not all of the same columns.</summary>
    private readonly long _step = expected <= most ? 1 : Ceiling.Divide(expected, most) | 1;

    private readonly List<double> _values = [];
    private long _next;

    /// <summary>Adds the rows of a part of the plane.</summary>
    public void Add(byte[] rows, in ChunkPart part)
    {
        for (; _next < part.Samples; _next += _step)
        {
            var (row, column) = ((int)(_next / part.Columns), (int)(_next % part.Columns));
            var value = ValueAt(rows.AsSpan((row * part.RowBytes) + (column * type.Size), type.Size));
            if (double.IsFinite(value) && value != nodata)
                _values.Add(value);
        }
        _next -= part.Samples;
    }

    /// <summary>The range that most of the values are in; null without values.</summary>
    public ValueSpread? Spread()
    {
        if (_values.Count == 0)
            return null;
        _values.Sort();
        var outside = _values.Count / WindowLimits.OneIn;
        return new ValueSpread(_values[0], _values[outside], _values[^(outside + 1)], _values[^1]);
    }

    private double ValueAt(ReadOnlySpan<byte> sample) => (type.Kind, type.Size, type.BigEndian) switch
    {
        ('u', 1, _) => sample[0],
        ('u', 2, false) => BinaryPrimitives.ReadUInt16LittleEndian(sample),
        ('u', 2, true) => BinaryPrimitives.ReadUInt16BigEndian(sample),
        ('u', 4, false) => BinaryPrimitives.ReadUInt32LittleEndian(sample),
        ('u', 4, true) => BinaryPrimitives.ReadUInt32BigEndian(sample),
        ('u', _, false) => BinaryPrimitives.ReadUInt64LittleEndian(sample),
        ('u', _, true) => BinaryPrimitives.ReadUInt64BigEndian(sample),
        ('i', 1, _) => (sbyte)sample[0],
        ('i', 2, false) => BinaryPrimitives.ReadInt16LittleEndian(sample),
        ('i', 2, true) => BinaryPrimitives.ReadInt16BigEndian(sample),
        ('i', 4, false) => BinaryPrimitives.ReadInt32LittleEndian(sample),
        ('i', 4, true) => BinaryPrimitives.ReadInt32BigEndian(sample),
        ('i', _, false) => BinaryPrimitives.ReadInt64LittleEndian(sample),
        ('i', _, true) => BinaryPrimitives.ReadInt64BigEndian(sample),
        ('f', 2, false) => (double)BinaryPrimitives.ReadHalfLittleEndian(sample),
        ('f', 2, true) => (double)BinaryPrimitives.ReadHalfBigEndian(sample),
        ('f', 4, false) => BinaryPrimitives.ReadSingleLittleEndian(sample),
        ('f', 4, true) => BinaryPrimitives.ReadSingleBigEndian(sample),
        ('f', _, false) => BinaryPrimitives.ReadDoubleLittleEndian(sample),
        ('f', _, true) => BinaryPrimitives.ReadDoubleBigEndian(sample),
        _ => double.NaN, // Complex numbers have no order.
    };
}
