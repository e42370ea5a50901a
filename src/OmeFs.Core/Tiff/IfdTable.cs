namespace OmeFs.Core.Tiff;

/// <summary>
/// IFDs by index, with the few layouts they share. The table grows in pieces, so that a million IFDs are never copied. The first piece starts
/// small, because a set may have thousands of files with one IFD each.
/// </summary>
public sealed class IfdTable
{
    private const int PieceLength = 1_024, SmallestPiece = 4;

    private readonly List<IfdRecord[]> _pieces = [];
    private readonly List<IfdLayout> _layouts;
    private readonly Dictionary<IfdLayout, int> _layoutIndex;
    private int _lastLayout;

    public IfdTable() => (_layouts, _layoutIndex) = ([], []);

    /// <summary>A table that shares the layouts of another: SubIFDs share those of the main chain.</summary>
    public IfdTable(IfdTable layoutsOf) => (_layouts, _layoutIndex) = (layoutsOf._layouts, layoutsOf._layoutIndex);

    public int Count { get; private set; }

    internal IReadOnlyList<IfdLayout> Layouts => _layouts;

    internal IfdRecord this[int row] => _pieces[row / PieceLength][row % PieceLength];

    internal IfdLayout LayoutOf(int row) => _layouts[this[row].Layout];

    internal void Add(IfdRecord record)
    {
        if (Count % PieceLength == 0)
            _pieces.Add(new IfdRecord[Count == 0 ? SmallestPiece : PieceLength]);
        else if (Count == _pieces[0].Length)
            GrowFirst();
        _pieces[Count / PieceLength][Count % PieceLength] = record;
        Count++;
    }

    /// <summary>Changes a record before the table is published.</summary>
    internal void Set(int row, IfdRecord record) => _pieces[row / PieceLength][row % PieceLength] = record;

    private void GrowFirst()
    {
        var first = _pieces[0];
        Array.Resize(ref first, first.Length * 4);
        _pieces[0] = first;
    }

    /// <summary>The index of a layout. It is nearly always that of the previous call.</summary>
    internal int LayoutIndexOf(in IfdLayout layout)
    {
        if (_layouts.Count > 0 && _layouts[_lastLayout] == layout)
            return _lastLayout;
        if (!_layoutIndex.TryGetValue(layout, out _lastLayout))
        {
            _lastLayout = _layouts.Count;
            _layouts.Add(layout);
            _layoutIndex.Add(layout, _lastLayout);
        }
        return _lastLayout;
    }
}
