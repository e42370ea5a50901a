using System.Text;

namespace OmeFs.Core.Series;

/// <summary>Formats ascending numbers briefly: "3-9, 12", "1, 3, ..., 99". Keeps a few runs, for any number of numbers.</summary>
internal sealed class NumberRuns(int first)
{
    private const int MostRuns = 8;

    private readonly List<(int First, int Step, int Last)> _runs = [(first, 0, first)];
    private long _unwritten;

    public long Count { get; private set; } = 1;

    /// <param name="number">Must be larger than all before.</param>
    public void Add(int number)
    {
        Count++;
        var (start, step, last) = _runs[^1];
        if (_unwritten == 0 && (step == 0 || number - last == step))
            _runs[^1] = (start, number - last, number);
        else if (_unwritten == 0 && _runs.Count < MostRuns && step > 1 && last - start == step) // "1, 3" followed by 4 becomes "1" and "3-4".
        {
            _runs[^1] = (start, 0, start);
            _runs.Add((last, number - last, number));
        }
        else if (_unwritten == 0 && _runs.Count < MostRuns)
            _runs.Add((number, 0, number));
        else
            _unwritten++;
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (start, step, last) in _runs)
            text.Append(text.Length > 0 ? ", " : "").Append(
                step == 0 ? $"{start}"
                : step == 1 ? $"{start}-{last}"
                : last - start == step ? $"{start}, {last}"
                : $"{start}, {start + step}, ..., {last}");
        return _unwritten > 0 ? $"{text} and {_unwritten} more" : text.ToString();
    }
}
