namespace OmeFs.Core.Ome;

/// <summary>Notices about values of a document that were ignored or corrected. Only the first few are kept as text; the others are counted.</summary>
internal sealed class OmeNotices
{
    /// <summary>Arbitrary: what a user reads. A document may have millions of odd values.</summary>
    private const int Most = 10;

    private readonly List<string> _notices = [];
    private long _others;

    public void Add(string notice)
    {
        if (_notices.Count < Most)
            _notices.Add(notice);
        else
            _others++;
    }

    public IReadOnlyList<string> ToList() =>
        _others == 0 ? _notices : [.. _notices, $"{_others} more {(_others == 1 ? "value" : "values")} of the OME-XML could not be used"];
}
