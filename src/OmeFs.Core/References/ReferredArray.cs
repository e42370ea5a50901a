using System.Text;
using OmeFs.Core.References.Generated;
using OmeFs.Core.References.Keys;
using OmeFs.Core.References.Metadata;

namespace OmeFs.Core.References;

/// <summary>A Zarr array within a reference document, told by its metadata document, its chunks counted.</summary>
/// <param name="ZarrFormat">2 or 3.</param>
/// <param name="Chunks">The shape of a chunk; where chunks lie in shards, of a shard, which then is what is counted.</param>
/// <param name="Compressor">Of format 2 the compressor, of format 3 all codecs but "bytes".</param>
/// <param name="Virtual">Chunks that are ranges of targets, or targets as a whole.</param>
/// <param name="Missing">Chunks without a key: Zarr's fill value.</param>
public sealed record ReferredArray(
    string Path, int ZarrFormat, IReadOnlyList<long> Shape, IReadOnlyList<long> Chunks, string Dtype, string? Compressor, long Virtual, long Inline, long Missing)
{
    /// <summary>The path of the folder a document lies in, "" for the root.</summary>
    internal static string PathOf(ReadOnlySpan<byte> key) => Encoding.UTF8.GetString(FolderOf(key)).Replace((char)KeyRules.Separator, '/').TrimEnd('/');

    /// <param name="position">Where the array's metadata document lies, packed.</param>
    internal static ReferredArray Count(ReferenceSet references, int position, ArrayForm form)
    {
        var folder = FolderOf(references.Key(position, []));
        var grid = form.Grid();
        long virtually = 0, inline = 0;
        var end = folder.IsEmpty ? references.Count : references.EndOf(folder, references.LowerBound(folder));
        for (var at = references.LowerBound(folder); at < end; at++)
        {
            if (references.StretchAt(at) is { } stretch)
            {
                var after = Math.Min(stretch.End, end);
                virtually += CountGenerated(stretch, at - stretch.First, after - stretch.First, folder.Length, form.Names, grid);
                at = after - 1;
            }
            else if (!form.Names.Has(references.Key(at, [])[folder.Length..], grid))
                continue;
            else if (references.At(at).IsInline)
                inline++;
            else
                virtually++;
        }
        var missing = (long)Int128.Clamp(Product(grid) - virtually - inline, 0, long.MaxValue);
        return new ReferredArray(PathOf(references.Key(position, [])), form.ZarrFormat, form.Shape, form.Chunks, form.Dtype, form.Compressor, virtually, inline, missing);
    }

    /// <summary>Names are chunks as long as their numbers are small enough: where the greatest is one all are, and none where the least is not.</summary>
    private static long CountGenerated(PlacedStretch stretch, long from, long to, int folder, ChunkNames names, long[] grid)
    {
        var keys = stretch.Stretch.Keys;
        var room = new byte[keys.Longest];
        if (keys.Ends(from, to) is { } ends)
        {
            if (names.Has(room.AsSpan(0, keys.Write(ends.Greatest, room))[folder..], grid))
                return to - from;
            if (!names.Has(room.AsSpan(0, keys.Write(ends.Least, room))[folder..], grid))
                return 0;
        }
        long chunks = 0;
        for (; from < to; from++)
            if (names.Has(room.AsSpan(0, keys.Write(from, room))[folder..], grid))
                chunks++;
        return chunks;
    }

    /// <summary>The document's folder, with the separator at its end; empty for the root.</summary>
    private static ReadOnlySpan<byte> FolderOf(ReadOnlySpan<byte> key) => key[..(key.LastIndexOf(KeyRules.Separator) + 1)];

    /// <summary>As far as it can be told: more than a number holds are as many as it does.</summary>
    private static Int128 Product(long[] grid)
    {
        Int128 all = grid.Contains(0) ? 0 : 1;
        foreach (var chunks in grid)
            all = Int128.Min(all * chunks, long.MaxValue);
        return all;
    }
}
