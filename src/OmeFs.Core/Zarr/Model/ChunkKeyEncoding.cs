using System.Buffers.Text;

namespace OmeFs.Core.Zarr.Model;

/// <summary>How chunk keys below an array's folder are formed.</summary>
/// <param name="Prefix">Whether the indices follow a "c", as in Zarr 3.</param>
/// <param name="Separator">'.' or '/'; null for arrays that are read, if either is accepted.</param>
internal readonly record struct ChunkKeyEncoding(bool Prefix, char? Separator)
{
    private const string PrefixName = "c";

    /// <summary>The folder with the chunks of an array, or with the first of their nested folders.</summary>
    /// <param name="array">The path of the array's own folder.</param>
    public string Folder(string array) => Prefix ? $"{array}/{PrefixName}" : array;

    /// <summary>The name of a chunk.</summary>
    /// <param name="rank">The number of axes. Further axes after the five have one chunk each.</param>
    public string Key(ChunkIndex chunk, int rank)
    {
        var separator = Separator ?? '/';
        var key = string.Join(separator, Enumerable.Range(0, rank).Select(axis => axis < ArrayShape.Rank ? chunk[axis] : 0));
        return Prefix ? $"{PrefixName}{separator}{key}" : key;
    }

    /// <summary>Whether a name is that of a chunk within a grid.</summary>
    /// <param name="grid">Chunks along each axis. An array without axes has one chunk, "c" or "0".</param>
    /// <param name="slash">The character that stands for '/' in <paramref name="name"/>.</param>
    public bool IsKey(ReadOnlySpan<byte> name, ReadOnlySpan<long> grid, byte slash = (byte)'/')
    {
        var separator = Separator switch
        {
            null => (byte?)null,
            '/' => slash,
            { } other => (byte)other,
        };
        if (Prefix)
        {
            if (name.IsEmpty || name[0] != (byte)'c')
                return false;
            name = name[1..];
            if (grid.IsEmpty)
                return name.IsEmpty;
            if (!TrySeparator(ref name, ref separator, slash))
                return false;
        }
        for (var axis = 0; axis < Math.Max(grid.Length, 1); axis++)
            if ((axis > 0 && !TrySeparator(ref name, ref separator, slash)) || !TryIndex(ref name, grid.IsEmpty ? 1 : grid[axis]))
                return false;
        return name.IsEmpty;
    }

    /// <summary>The first separator decides what the others must be.</summary>
    private static bool TrySeparator(ref ReadOnlySpan<byte> name, ref byte? separator, byte slash)
    {
        if (name.IsEmpty || (separator is { } known ? name[0] != known : name[0] != (byte)'.' && name[0] != slash))
            return false;
        separator = name[0];
        name = name[1..];
        return true;
    }

    /// <summary>Parses a number without sign and leading zeros, so that each chunk has one name.</summary>
    private static bool TryIndex(ref ReadOnlySpan<byte> name, long end)
    {
        if (name.IsEmpty || !char.IsAsciiDigit((char)name[0]) || (name[0] == (byte)'0' && name.Length > 1 && char.IsAsciiDigit((char)name[1]))
            || !Utf8Parser.TryParse(name, out long index, out var length) || index >= end)
            return false;
        name = name[length..];
        return true;
    }
}
