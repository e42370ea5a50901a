namespace OmeFs.Core.Tiff;

/// <summary>
/// IFDs by number, with the few layouts they share. Grows in pieces, so that a million IFDs are never copied; the first piece begins small,
/// since a set may have thousands of files of one IFD each.
/// </summary>
public sealed class IfdTable
{
    private const int PieceLength = 1_024, SmallestPiece = 4;

    private readonly List<IfdRecord[]> _pieces = [];
    private readonly List<IfdLayout> _layouts;
    private readonly Dictionary<IfdLayout, int> _layoutIndex;
    private int _lastLayout;

    public IfdTable() => (_layouts, _layoutIndex) = ([], []);

    /// <summary>A table that shares its layouts with another: SubIFDs beside the main chain.</summary>
    public IfdTable(IfdTable layoutsOf) => (_layouts, _layoutIndex) = (layoutsOf._layouts, layoutsOf._layoutIndex);

    public int Count { get; private set; }

    public IReadOnlyList<IfdLayout> Layouts => _layouts;

    public IfdRecord this[int row] => _pieces[row / PieceLength][row % PieceLength];

    public IfdLayout LayoutOf(int row) => _layouts[this[row].Layout];

    internal void Add(IfdRecord record)
    {
        if (Count % PieceLength == 0)
            _pieces.Add(new IfdRecord[Count == 0 ? SmallestPiece : PieceLength]);
        else if (Count == _pieces[0].Length)
            GrowFirst();
        _pieces[Count / PieceLength][Count % PieceLength] = record;
        Count++;
    }

    /// <summary>Changes a record, before the table is anybody's.</summary>
    internal void Set(int row, IfdRecord record) => _pieces[row / PieceLength][row % PieceLength] = record;

    private void GrowFirst()
    {
        var first = _pieces[0];
        Array.Resize(ref first, first.Length * 4);
        _pieces[0] = first;
    }

    /// <summary>The index of a layout, which is nearly always the one asked for last.</summary>
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
