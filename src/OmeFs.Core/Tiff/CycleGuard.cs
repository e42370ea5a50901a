namespace OmeFs.Core.Tiff;

/// <summary>
/// Proves that the walk along an IFD chain ends. Chains nearly always lead forward, and a step past all earlier offsets cannot close a cycle.
/// So offsets are only remembered from the first backward step on.
/// </summary>
internal sealed class CycleGuard(IfdTable seen)
{
    private HashSet<long>? _offsets;
    private long _farthest = -1;

    /// <summary>False if this IFD was visited before.</summary>
    public bool Enter(long offset)
    {
        if (offset > _farthest)
        {
            _farthest = offset;
            _offsets?.Add(offset);
            return true;
        }
        if (_offsets is null)
        {
            _offsets = new HashSet<long>(seen.Count);
            for (var row = 0; row < seen.Count; row++)
                _offsets.Add(seen[row].Offset);
        }
        return _offsets.Add(offset);
    }
}
