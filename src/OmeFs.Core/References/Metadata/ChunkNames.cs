using System.Buffers.Text;
using OmeFs.Core.References.Keys;

namespace OmeFs.Core.References.Metadata;

/// <summary>How the chunks of an array are called below its folder.</summary>
/// <param name="Prefix">Whether the indices follow a "c", as in Zarr 3.</param>
/// <param name="Separator">'.' or <see cref="KeyRules.Separator"/>; null where either will do.</param>
internal readonly record struct ChunkNames(bool Prefix, byte? Separator)
{
    /// <summary>The separator a document names; null for a word that is none.</summary>
    public static byte? SeparatorOf(string? text) => text switch
    {
        "." => (byte)'.',
        "/" => KeyRules.Separator,
        _ => null,
    };

    /// <summary>Whether a name is that of a chunk within a grid.</summary>
    /// <param name="grid">How many chunks there are along each axis; without axes there is one chunk, "c" or "0".</param>
    public bool Has(ReadOnlySpan<byte> name, ReadOnlySpan<long> grid)
    {
        var separator = Separator;
        if (Prefix)
        {
            if (name.IsEmpty || name[0] != (byte)'c')
                return false;
            name = name[1..];
            if (grid.IsEmpty)
                return name.IsEmpty;
            if (!TrySeparator(ref name, ref separator))
                return false;
        }
        for (var axis = 0; axis < Math.Max(grid.Length, 1); axis++)
            if ((axis > 0 && !TrySeparator(ref name, ref separator)) || !TryIndex(ref name, grid.IsEmpty ? 1 : grid[axis]))
                return false;
        return name.IsEmpty;
    }

    /// <summary>The first separator decides what the others must be.</summary>
    private static bool TrySeparator(ref ReadOnlySpan<byte> name, ref byte? separator)
    {
        if (name.IsEmpty || (separator is { } known ? name[0] != known : name[0] is not ((byte)'.' or KeyRules.Separator)))
            return false;
        separator = name[0];
        name = name[1..];
        return true;
    }

    /// <summary>A number as writers write it: without sign, and without zeros before it, which would be a second name of a chunk.</summary>
    private static bool TryIndex(ref ReadOnlySpan<byte> name, long end)
    {
        if (name.IsEmpty || !char.IsAsciiDigit((char)name[0]) || (name[0] == (byte)'0' && name.Length > 1 && char.IsAsciiDigit((char)name[1]))
            || !Utf8Parser.TryParse(name, out long index, out var length) || index >= end)
            return false;
        name = name[length..];
        return true;
    }
}
