using System.Buffers.Text;
using OmeFs.Core.Tree;

namespace OmeFs.Core.References.Parquet;

/// <summary>
/// The chunk keys of an array by arithmetic, for any number of axes. If indices are separated by '.', a chunk's key is one name; if by '/', it is
/// a name for each axis. Chunks are numbered with the last axis fastest, as the rows of the array's files are.
/// </summary>
internal sealed class KeyGrid
{
    /// <summary>The lengths of the axes that a name represents, by depth.</summary>
    private readonly long[][] _axes;

    /// <summary>The number of names in a folder, by depth.</summary>
    private readonly long[] _children;

    /// <summary>The number of the first node, by depth; the last is the number of nodes.</summary>
    private readonly long[] _first;

    /// <param name="counts">Chunks along each axis. An array without axes has one chunk, "0".</param>
    /// <exception cref="OmeFsException"><see cref="FaultKind.LimitExceeded"/>: more than 2^53 nodes, or a name too long.</exception>
    public KeyGrid(IReadOnlyList<long> counts, char separator)
    {
        long[] axes = counts.Count == 0 ? [1] : [.. counts];
        _axes = separator == '/' ? [.. axes.Select(axis => new[] { axis })] : [axes];
        (_children, _first) = (new long[_axes.Length], new long[_axes.Length + 1]);
        Int128 nodes = 1;
        for (var depth = 0; depth < _axes.Length; depth++)
        {
            Int128 names = 1;
            foreach (var axis in _axes[depth])
                names = Int128.Min(names * axis, TreeLimits.MaxGridNodes + 1);
            nodes *= names;
            if (nodes + _first[depth] > TreeLimits.MaxGridNodes || LongestName(depth) > TreeLimits.MaxNameBytes)
                throw new OmeFsException(
                    FaultKind.LimitExceeded, $"a chunk grid of {string.Join(" x ", axes)} has more than {TreeLimits.MaxGridNodes} chunks, or names of more than {TreeLimits.MaxNameBytes} bytes");
            (_children[depth], _first[depth + 1]) = ((long)names, _first[depth] + (long)nodes);
        }
        Chunks = (long)nodes;
    }

    /// <summary>The number of names in a chunk's key.</summary>
    public int Depth => _axes.Length;

    public long Chunks { get; }

    /// <summary>Folders and chunks.</summary>
    public long Nodes => _first[^1];

    /// <summary>Names in a folder of this depth; the array's own has depth 0.</summary>
    public long ChildrenAt(int depth) => _children[depth];

    /// <param name="node">Less than <see cref="Nodes"/>.</param>
    /// <returns>Its depth, and its number among the nodes of that depth. For a chunk, this is the chunk's number.</returns>
    public (int Depth, long Index) PlaceOf(long node)
    {
        var depth = 1;
        while (node >= _first[depth])
            depth++;
        return (depth, node - _first[depth - 1]);
    }

    public long NodeOf(int depth, long index) => _first[depth - 1] + index;

    /// <summary>Finds a name in a folder. Numbers have no sign and no leading zeros, so that each chunk has one key.</summary>
    /// <param name="number">The number of the name in its folder.</param>
    public bool TryFind(int depth, ReadOnlySpan<byte> name, out long number)
    {
        number = 0;
        var axes = _axes[depth];
        for (var axis = 0; axis < axes.Length; axis++)
        {
            var end = axis == axes.Length - 1 ? name.Length : name.IndexOf((byte)'.');
            if (end <= 0 || !TryIndex(name[..end], out var index) || index >= axes[axis])
                return false;
            number = (number * axes[axis]) + index;
            name = axis == axes.Length - 1 ? [] : name[(end + 1)..];
        }
        return true;
    }

    private static bool TryIndex(ReadOnlySpan<byte> digits, out long index)
    {
        index = 0;
        return char.IsAsciiDigit((char)digits[0]) && (digits[0] != (byte)'0' || digits.Length == 1)
            && Utf8Parser.TryParse(digits, out index, out var used) && used == digits.Length;
    }

    public int LongestName(int depth) => _axes[depth].Sum(axis => Digits(axis)) + _axes[depth].Length - 1;

    /// <summary>Writes a name of a folder and returns its length.</summary>
    public int WriteName(int depth, long number, Span<byte> into)
    {
        var axes = _axes[depth];
        Span<long> indices = stackalloc long[axes.Length];
        for (var axis = axes.Length - 1; axis >= 0; axis--)
            (number, indices[axis]) = (number / axes[axis], number % axes[axis]);
        var length = 0;
        for (var axis = 0; axis < axes.Length; axis++)
        {
            if (axis > 0)
                into[length++] = (byte)'.';
            _ = Utf8Formatter.TryFormat(indices[axis], into[length..], out var written);
            length += written;
        }
        return length;
    }

    private static int Digits(long number)
    {
        var digits = 1;
        for (; number >= 10; number /= 10)
            digits++;
        return digits;
    }
}
