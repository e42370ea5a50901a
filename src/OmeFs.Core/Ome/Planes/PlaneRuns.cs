using System.Runtime.InteropServices;

namespace OmeFs.Core.Ome.Planes;

/// <summary>Collects claims on planes in document order and resolves them to sorted, disjoint runs.</summary>
/// <remarks>
/// A later claim wins over an earlier one. An open claim is certain only for its first plane. It continues until the next plane that is certain
/// for any claim, as Bio-Formats reads a TiffData without PlaneCount. Document order has no other influence, so open ends can be filled in last.
/// </remarks>
internal sealed class PlaneRuns(long planeCount)
{
    private readonly List<Claim> _claims = [];

    /// <summary>Whether the claims added so far are in order and do not overlap, as in nearly every file.</summary>
    private bool _inOrder = true;

    /// <param name="first">Must be a plane of the image.</param>
    /// <param name="count">At least 1; planes past the last one are cut off.</param>
    public void Add(long first, long count, int file, long firstIfd, bool open)
    {
        var run = new PlaneRun(first, Math.Min(count, planeCount - first), file, firstIfd);
        if (_claims.Count > 0)
        {
            ref var last = ref CollectionsMarshal.AsSpan(_claims)[^1];
            if (!open && !last.Open && last.Run.IsContinuedBy(run))
            {
                last = last with { Run = last.Run with { Count = last.Run.Count + run.Count } };
                return;
            }
            _inOrder &= last.Run.End <= first;
        }
        _claims.Add(new Claim(run, open));
    }

    /// <summary>Sorted, disjoint and merged runs. Planes outside all runs have no IFD.</summary>
    public PlaneRun[] Resolve()
    {
        var sure = _inOrder ? _claims : Overlay();
        List<PlaneRun> runs = [];
        for (var index = 0; index < sure.Count; index++)
        {
            var (run, open) = sure[index];
            var next = index + 1 < sure.Count ? sure[index + 1].Run.First : planeCount;
            Append(runs, open ? run with { Count = next - run.First } : run);
        }
        return [.. runs];
    }

    private static void Append(List<PlaneRun> runs, in PlaneRun run)
    {
        if (runs.Count > 0 && runs[^1].IsContinuedBy(run))
            runs[^1] = runs[^1] with { Count = runs[^1].Count + run.Count };
        else
            runs.Add(run);
    }

    /// <summary>
    /// Sweeps over the planes, with a queue of the claims that cover the current one, latest first. O(n log n) for n claims of any length.
    /// </summary>
    private List<Claim> Overlay()
    {
        var byStart = new int[_claims.Count];
        for (var index = 0; index < byStart.Length; index++)
            byStart[index] = index;
        Array.Sort(byStart, (left, right) => _claims[left].Run.First.CompareTo(_claims[right].Run.First));
        List<Claim> visible = [];
        var covering = new PriorityQueue<int, int>();
        var started = 0;
        for (var at = 0L; started < byStart.Length || covering.Count > 0;)
        {
            if (covering.Count == 0)
                at = _claims[byStart[started]].Run.First;
            for (; started < byStart.Length && _claims[byStart[started]].Run.First == at; started++)
                covering.Enqueue(byStart[started], -byStart[started]);
            var top = _claims[covering.Peek()];
            var end = started < byStart.Length ? Math.Min(top.Run.End, _claims[byStart[started]].Run.First) : top.Run.End;
            visible.Add(new Claim(top.Run.Between(at, end), top.Open));
            at = end;
            while (covering.Count > 0 && _claims[covering.Peek()].Run.End <= at)
                covering.Dequeue();
        }
        return visible;
    }

    private readonly record struct Claim(PlaneRun Run, bool Open);
}
