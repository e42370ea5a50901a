namespace OmeFs.Core.Tiff;

/// <summary>Collects what is wrong with single IFDs: one notice per kind, with the first IFD and the number of others.</summary>
internal sealed class WalkNotices
{
    /// <summary>Arbitrary: more than a user reads.</summary>
    private const int MostKinds = 20;

    private readonly Dictionary<string, (string First, int Count)> _kinds = [];
    private int _others;

    public IReadOnlyList<string> Texts =>
    [
        .. _kinds.Select(kind => $"{kind.Value.First}{(kind.Value.Count > 1 ? $" and {kind.Value.Count - 1} more" : "")}: {kind.Key}"),
        .. _others > 0 ? (string[])[$"{_others} more IFD(s) have other problems"] : [],
    ];

    public void Add(IfdLabel label, string what)
    {
        if (_kinds.TryGetValue(what, out var kind))
            _kinds[what] = kind with { Count = kind.Count + 1 };
        else if (_kinds.Count < MostKinds)
            _kinds.Add(what, ($"{label}", 1));
        else
            _others++;
    }
}
