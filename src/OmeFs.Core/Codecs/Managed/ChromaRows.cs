namespace OmeFs.Core.Codecs.Managed;

/// <summary>
/// Rows of a subsampled component in full size, byte for byte as libjpeg-turbo makes them: by triangle filters for 2:1, and by repetition for
/// other factors. Rounding alternates, so that the mean does not change.
/// </summary>
internal sealed class ChromaRows
{
    /// <summary>In narrower planes, samples are repeated along x.</summary>
    private const int NarrowestFiltered = 3;

    private readonly JpegPlanes _planes;
    private readonly int _component;
    private readonly int _width;
    private readonly int _height;
    private readonly int[] _sums;
    private readonly byte[] _row;

    public ChromaRows(JpegPlanes planes, int component)
    {
        (_planes, _component) = (planes, component);
        _width = Ceiling.Divide(planes.Width, planes.Horizontal);
        _height = Ceiling.Divide(planes.Height, planes.Vertical);
        (_sums, _row) = (new int[_width], new byte[_width * planes.Horizontal]);
    }

    /// <summary>Valid until the next call.</summary>
    /// <param name="y">Row of the image.</param>
    public ReadOnlySpan<byte> Row(int y)
    {
        var row = _planes.Row(_component, y / _planes.Vertical);
        switch (_planes.Horizontal, _planes.Vertical)
        {
            case (1, 1):
                return row;
            case (2, 1) when _width >= NarrowestFiltered:
                Widen(row);
                break;
            case (2, 2) when _width >= NarrowestFiltered:
                Add(row, Neighbour(y));
                WidenSums();
                break;
            case (1, 2):
                Mix(row, Neighbour(y), (y & 1) == 0 ? 1 : 2);
                break;
            default:
                for (var x = 0; x < _row.Length; x++)
                    _row[x] = row[x / _planes.Horizontal];
                break;
        }
        return _row;
    }

    /// <summary>The nearest other row: the row above for the first of two, the row below for the second. At the image's edge, the row itself.</summary>
    private ReadOnlySpan<byte> Neighbour(int y) => _planes.Row(_component, Math.Clamp((y / 2) + ((y & 1) == 0 ? -1 : 1), 0, _height - 1));

    private void Widen(ReadOnlySpan<byte> row)
    {
        for (var x = 0; x < _width; x++)
        {
            _row[2 * x] = x == 0 ? row[0] : (byte)(((3 * row[x]) + row[x - 1] + 1) >> 2);
            _row[(2 * x) + 1] = x == _width - 1 ? row[x] : (byte)(((3 * row[x]) + row[x + 1] + 2) >> 2);
        }
    }

    private void Mix(ReadOnlySpan<byte> row, ReadOnlySpan<byte> neighbour, int rounding)
    {
        for (var x = 0; x < _width; x++)
            _row[x] = (byte)(((3 * row[x]) + neighbour[x] + rounding) >> 2);
    }

    private void Add(ReadOnlySpan<byte> row, ReadOnlySpan<byte> neighbour)
    {
        for (var x = 0; x < _width; x++)
            _sums[x] = (3 * row[x]) + neighbour[x];
    }

    private void WidenSums()
    {
        for (var x = 0; x < _width; x++)
        {
            _row[2 * x] = (byte)(((3 * _sums[x]) + _sums[Math.Max(x - 1, 0)] + 8) >> 4);
            _row[(2 * x) + 1] = (byte)(((3 * _sums[x]) + _sums[Math.Min(x + 1, _width - 1)] + 7) >> 4);
        }
    }
}
